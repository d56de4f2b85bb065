package io.turnout.xprt.ssl;

import io.turnout.spi.TlsCounters;
import io.turnout.spi.TlsFailure;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts how handshakes end, and what breaks afterwards; for all loops. */
final class Tally {
  private final LongAdder full = new LongAdder();
  private final LongAdder resumed = new LongAdder();
  private final Map<TlsFailure, LongAdder> failed = adders();
  private final Map<TlsFailure, LongAdder> broken = adders();

  private static Map<TlsFailure, LongAdder> adders() {
    Map<TlsFailure, LongAdder> adders = new EnumMap<>(TlsFailure.class);
    for (TlsFailure failure : TlsFailure.values()) {
      adders.put(failure, new LongAdder());
    }
    return adders;
  }

  void agreed(boolean again) {
    (again ? resumed : full).increment();
  }

  /** A handshake failed. */
  void failed(TlsFailure failure) {
    count(failed, failure);
  }

  /** A connection failed after its handshake. */
  void broken(TlsFailure failure) {
    count(broken, failure);
  }

  private static void count(Map<TlsFailure, LongAdder> adders, TlsFailure failure) {
    LongAdder count = adders.get(failure);
    if (count != null) {
      count.increment();
    }
  }

  TlsCounters counters() {
    return new TlsCounters(full.sum(), resumed.sum(), sums(failed), sums(broken));
  }

  private static Map<TlsFailure, Long> sums(Map<TlsFailure, LongAdder> adders) {
    Map<TlsFailure, Long> sums = new EnumMap<>(TlsFailure.class);
    adders.forEach((failure, count) -> {
      if (count.sum() > 0) {
        sums.put(failure, count.sum());
      }
    });
    return sums;
  }
}
