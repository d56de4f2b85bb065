package io.turnout.core.trace;

import java.util.Locale;

/**
 * Traces as events {@code turnout.Trace} of the JDK's flight recorder, while a recording runs.
 *
 * <p><b>Thread:</b> any.
 */
public final class FlightRecorderSink implements TraceSink {
  private static final boolean SUPPORTED = isReadable();

  /**
   * For the recordings of this process.
   *
   * @throws IllegalStateException where there is no flight recorder
   */
  public FlightRecorderSink() {
    if (!SUPPORTED) {
      throw new IllegalStateException(
          "this Java runtime has no flight recorder; use one with the module jdk.jfr");
    }
  }

  /** Whether this Java runtime has a flight recorder, and this module may use it. */
  public static boolean isSupported() {
    return SUPPORTED;
  }

  @Override
  public void accept(TraceSource source, TraceLevel level, CharSequence text) {
    TraceEvent event = new TraceEvent();
    if (event.shouldCommit()) {
      event.source = source.name();
      event.level = level.name().toLowerCase(Locale.ROOT);
      event.text = text.toString();
      event.commit();
    }
  }

  private static boolean isReadable() {
    return ModuleLayer.boot()
        .findModule("jdk.jfr")
        .filter(FlightRecorderSink.class.getModule()::canRead)
        .isPresent();
  }
}
