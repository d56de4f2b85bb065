package io.turnout.proxy.config;

import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceVerbosity;
import org.jspecify.annotations.Nullable;

/**
 * One {@code trace} line. What it does not say stays as the lines before it left it.
 *
 * @param position where it was written
 * @param source the name of a trace source, or {@link #ALL}; whether there is such a source is
 *     known when the proxy is put together
 * @param level how much is told, or null
 * @param verbosity how much of each event is written, or null
 * @param sink where it goes, or null
 * @param state what becomes of the source, or null
 */
public record TraceConfig(
    SourcePosition position,
    String source,
    @Nullable TraceLevel level,
    @Nullable TraceVerbosity verbosity,
    @Nullable Sink sink,
    @Nullable State state) {

  /** The name that stands for every source. */
  public static final String ALL = "all";

  /** What a line does to a source. */
  public enum State {
    /** It tells from now on. */
    START,
    /** It is silent, and forgets its settings. */
    STOP,
    /** It is silent, and keeps its settings. */
    PAUSE
  }

  /** Where traces go. */
  public sealed interface Sink {
    /** {@code stdout} is 1, {@code stderr} is 2. */
    record Descriptor(int number) implements Sink {}

    /** A file, to which is appended. */
    record File(String path) implements Sink {}

    /** Events of the JDK's flight recorder. */
    record FlightRecorder() implements Sink {}

    /** Nowhere. */
    record None() implements Sink {}
  }
}
