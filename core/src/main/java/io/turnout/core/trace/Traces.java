package io.turnout.core.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * The trace sources of one running instance, in the order in which they were asked for.
 *
 * <p><b>Thread:</b> any.
 */
public final class Traces {
  private final List<TraceSource> sources = new ArrayList<>();

  /** The source of that name; made, and off, if it is new. */
  public synchronized TraceSource source(String name, String description) {
    for (TraceSource source : sources) {
      if (source.name().equals(name)) {
        return source;
      }
    }
    TraceSource source = new TraceSource(name, description);
    sources.add(source);
    return source;
  }

  /** All sources so far. */
  public synchronized List<TraceSource> sources() {
    return List.copyOf(sources);
  }
}
