package io.turnout.proxy.log;

import io.turnout.core.trace.FlightRecorderSink;
import io.turnout.core.trace.TraceSink;
import io.turnout.proxy.config.LogTargetConfig.Target;
import io.turnout.proxy.config.ProxyErrorCode;
import io.turnout.proxy.config.TraceConfig.Sink;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Opens what {@code trace} lines name. Equal sinks are opened once; stdout and stderr are shared
 * with the logs. No sink keeps a loop waiting: what does not fit is dropped and counted
 * (docs/adr/0010-a-thread-for-log-descriptors.md).
 *
 * <p><b>Thread:</b> one; the sinks any.
 */
public final class TraceTargets implements AutoCloseable {
  private final LogTargets logs;
  private final LongSupplier epochMillis;
  private final ZoneId zone;
  private final Map<Sink, TraceSink> sinks = new HashMap<>();
  private final List<LogOutlet> files = new ArrayList<>();

  /**
   * Opens nothing yet.
   *
   * @param logs who has stdout and stderr, and closes them
   * @param epochMillis the time now, in milliseconds since 1970
   * @param zone in which times are told
   */
  public TraceTargets(LogTargets logs, LongSupplier epochMillis, ZoneId zone) {
    this.logs = logs;
    this.epochMillis = epochMillis;
    this.zone = zone;
  }

  /**
   * Opens a sink, or finds it opened.
   *
   * @throws LogTargetException if it cannot be opened
   */
  public TraceSink open(Sink sink) {
    TraceSink known = sinks.get(sink);
    if (known != null) {
      return known;
    }
    TraceSink opened = opened(sink);
    sinks.put(sink, opened);
    return opened;
  }

  /** Closes the files; waits up to a second for each to take what is left. */
  @Override
  public void close() {
    files.forEach(LogOutlet::close);
  }

  private TraceSink opened(Sink sink) {
    return switch (sink) {
      case Sink.Descriptor descriptor ->
          lines(logs.outlet(new Target.Descriptor(descriptor.number())));
      case Sink.File file -> lines(file(file.path()));
      case Sink.FlightRecorder _ -> flightRecorder();
      case Sink.None _ -> (source, level, text) -> {};
    };
  }

  private TraceLines lines(LogOutlet outlet) {
    return new TraceLines(outlet, epochMillis, zone);
  }

  private LogOutlet file(String path) {
    try {
      LogOutlet outlet =
          new LogOutlet(new DescriptorSender("traces", new FileOutputStream(path, true), true));
      files.add(outlet);
      return outlet;
    } catch (IOException refused) {
      throw new LogTargetException(
          ProxyErrorCode.BAD_TRACE_SINK.id()
              + " trace sink 'file:"
              + path
              + "' cannot be opened: "
              + refused.getMessage()
              + ". Allowed: a file that this process may write, in a folder that exists. Correct the"
              + " path, or use stdout, stderr or jfr",
          refused);
    }
  }

  private static TraceSink flightRecorder() {
    if (!FlightRecorderSink.isSupported()) {
      throw new LogTargetException(
          ProxyErrorCode.BAD_TRACE_SINK.id()
              + " trace sink 'jfr': this Java runtime has no flight recorder. Run it with one"
              + " (module jdk.jfr), or use stdout, stderr or a file");
    }
    return new FlightRecorderSink();
  }
}
