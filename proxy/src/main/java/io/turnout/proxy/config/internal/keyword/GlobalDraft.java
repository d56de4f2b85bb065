package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.GlobalConfig.LogHostName;
import io.turnout.proxy.config.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the {@code global} sections said so far, with HAProxy's defaults. */
public final class GlobalDraft {
  public int maxConnections;
  public int threads;
  public final List<LogDraft> logs = new ArrayList<>();
  public @Nullable String logTag;
  public LogHostName hostName = new LogHostName.Omitted();
  public int bufferBytes = 16384;
  public int pipeBytes;
  public int maxPipes;
  public int maxAccept = 4;
  public boolean epoll = true;
  public boolean poll = true;
  public boolean splice = true;
  public @Nullable String pidFile;
  public @Nullable SourcePosition pidFilePosition;
  public boolean daemon;
  public boolean quiet;
  public boolean zeroWarning;
  public @Nullable String description;
  public @Nullable String node;
  public long hardStopAfterNanos;
  public int descriptorLimit;
  public final TlsDefaults tls = new TlsDefaults();

  /** True if a line was wrong, so that what is missing may only have been refused. */
  public boolean broken;

  /** What {@code enabled()} answers true for. */
  public Set<String> enabled() {
    Set<String> names = new LinkedHashSet<>(Set.of("GETADDRINFO", "REUSEPORT", "FAST-FORWARD"));
    if (epoll) {
      names.add("EPOLL");
    }
    if (poll) {
      names.add("POLL");
    }
    if (splice) {
      names.add("SPLICE");
    }
    return names;
  }
}
