package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.TraceConfig;
import java.util.ArrayList;
import java.util.List;

/** What the {@code traces} sections said so far. */
public final class TracesDraft {
  public final List<TraceConfig> lines = new ArrayList<>();
}
