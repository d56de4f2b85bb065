package io.turnout.proxy;

import io.turnout.core.address.Addresses;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.LoopDump;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import io.turnout.proxy.listen.Listener;
import io.turnout.spi.TlsCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a running proxy has at this moment, in words for people. */
final class ProxyDump {
  private static final long LIMIT_MILLIS = 5_000;

  private ProxyDump() {}

  static List<String> of(
      List<Listener> listeners, List<TlsLine> secured, List<EventLoop> loops, Traces traces) {
    List<String> lines = new ArrayList<>();
    listeners.forEach(listener -> lines.add(line(listener)));
    secured.forEach(line -> lines.add(line(line)));
    for (CompletableFuture<List<String>> answer : loops.stream().map(ProxyDump::ask).toList()) {
      lines.addAll(answer.join());
    }
    traces.sources().forEach(source -> lines.add(line(source)));
    return lines;
  }

  private static String line(Listener listener) {
    return "listener %s/%s %s connections=%d total=%d max=%d"
        .formatted(
            listener.frontend().name(),
            listener.name(),
            Addresses.text(listener.listening().address()),
            listener.connections().current(),
            listener.connections().total(),
            listener.connections().max());
  }

  private static String line(TlsLine secured) {
    TlsCounters counters = secured.counters();
    return "tls %s engine=%s full=%d resumed=%d failed=%s broken=%s"
        .formatted(
            secured.line(),
            secured.engine(),
            counters.full(),
            counters.resumed(),
            new TreeMap<>(counters.failed()),
            new TreeMap<>(counters.broken()));
  }

  private static String line(TraceSource source) {
    return "trace %s %s".formatted(source.name(), source.on() ? "on" : "off");
  }

  /**
   * All loops are asked before the first one answers; one that is stuck holds nobody up for ever.
   */
  private static CompletableFuture<List<String>> ask(EventLoop loop) {
    if (loop.isCurrent()) {
      return CompletableFuture.completedFuture(LoopDump.of(loop));
    }
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    loop.execute(() -> {
      try {
        answer.complete(LoopDump.of(loop));
      } catch (RuntimeException thrown) {
        answer.completeExceptionally(thrown);
      }
    });
    return answer
        .completeOnTimeout(noAnswer(loop), LIMIT_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(thrown -> List.of("loop %s failed: %s".formatted(loop.name(), thrown)));
  }

  private static List<String> noAnswer(EventLoop loop) {
    return List.of("loop %s did not answer within %d ms".formatted(loop.name(), LIMIT_MILLIS));
  }
}
