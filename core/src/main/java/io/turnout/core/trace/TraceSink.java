package io.turnout.core.trace;

/** Where traces go. */
@FunctionalInterface
public interface TraceSink {
  /**
   * Takes one event. Must not block and not throw.
   *
   * <p><b>Thread:</b> any loop's.
   *
   * @param source who tells
   * @param level at which level
   * @param text the event, without line break
   */
  void accept(TraceSource source, TraceLevel level, CharSequence text);
}
