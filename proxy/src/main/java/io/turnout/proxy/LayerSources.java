package io.turnout.proxy;

import io.turnout.core.loop.EventLoop;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;

/** The trace sources of a proxy's layers, before anything is opened for it. */
final class LayerSources {
  private LayerSources() {}

  /** Makes them all but those of plugins, which make theirs with their factories. */
  static Traces register(ProxyParts parts) {
    Traces traces = parts.traces();
    EventLoop.registerSources(traces);
    ofStreams(traces);
    return traces;
  }

  /** The source of the proxy's streams. */
  static TraceSource ofStreams(Traces traces) {
    return traces.source("stream", "streams of the proxy");
  }
}
