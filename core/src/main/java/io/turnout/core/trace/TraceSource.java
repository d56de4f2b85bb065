package io.turnout.core.trace;

import org.jspecify.annotations.Nullable;

/**
 * One layer's traces.
 *
 * <p><b>Thread:</b> switched from any; {@link #on()} may see a switch a little late.
 *
 * @implSpec rule TRACE-01
 */
public final class TraceSource {
  /** Events of a connection: made, changed, closed. */
  public static final int CONNECTION = 1;

  /** Events of a stream. */
  public static final int STREAM = 2;

  /** Bytes received. */
  public static final int RX = 4;

  /** Bytes sent. */
  public static final int TX = 8;

  private final String name;
  private final String description;
  private boolean on;
  private volatile Setting setting =
      new Setting(TraceLevel.USER, TraceVerbosity.SIMPLE, (source, level, text) -> {});

  /**
   * A source that is off.
   *
   * @param name one short word, as the configuration names it
   * @param description what it tells, for lists
   */
  public TraceSource(String name, String description) {
    this.name = name;
    this.description = description;
  }

  /** One short word, as the configuration names it. */
  public String name() {
    return name;
  }

  /** What it tells, for lists. */
  public String description() {
    return description;
  }

  /** Whether {@link #emit} is worth calling. */
  public boolean on() {
    return on;
  }

  /** Starts telling. */
  public void start(TraceLevel level, TraceVerbosity verbosity, TraceSink sink) {
    setting = new Setting(level, verbosity, sink);
    on = true;
  }

  /** Stops telling. */
  public void stop() {
    on = false;
  }

  /**
   * Tells one event, if the level is asked for.
   *
   * @param group {@link #CONNECTION}, {@link #STREAM}, {@link #RX} or {@link #TX}
   * @param where the method
   * @param connection the connection it happened to
   * @param stream the conn stream
   * @param buffer the bytes
   * @param number what belongs to it: a count, a mask
   */
  public void emit(
      TraceLevel level,
      int group,
      String where,
      @Nullable Traceable connection,
      @Nullable Traceable stream,
      @Nullable Traceable buffer,
      long number) {
    Setting now = setting;
    if (level.compareTo(now.level) > 0) {
      return;
    }
    StringBuilder text = new StringBuilder(128);
    text.append('[').append(name).append('|').append(groupName(group)).append("] ").append(where);
    append(text, now, TraceVerbosity.CLEAN, number);
    append(text, now, TraceVerbosity.MINIMAL, connection);
    append(text, now, TraceVerbosity.SIMPLE, stream);
    append(text, now, TraceVerbosity.ADVANCED, buffer);
    if (now.verbosity == TraceVerbosity.COMPLETE) {
      text.append(" : ").append(Thread.currentThread().getName());
    }
    now.sink.accept(this, level, text);
  }

  private static void append(StringBuilder to, Setting now, TraceVerbosity from, long number) {
    if (now.verbosity.compareTo(from) >= 0) {
      to.append(" n=").append(number);
    }
  }

  private static void append(
      StringBuilder to, Setting now, TraceVerbosity from, @Nullable Traceable what) {
    if (what != null && now.verbosity.compareTo(from) >= 0) {
      to.append(" : ");
      what.describe(to);
    }
  }

  private static String groupName(int group) {
    return switch (group) {
      case CONNECTION -> "conn";
      case STREAM -> "strm";
      case RX -> "rx";
      case TX -> "tx";
      default -> Integer.toString(group);
    };
  }

  private record Setting(TraceLevel level, TraceVerbosity verbosity, TraceSink sink) {}
}
