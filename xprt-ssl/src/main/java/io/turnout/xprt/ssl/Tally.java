package io.turnout.xprt.ssl;

import io.turnout.spi.TlsCounters;
import io.turnout.spi.TlsFailure;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts how handshakes end. For any thread. */
final class Tally {
  private final LongAdder full = new LongAdder();
  private final LongAdder resumed = new LongAdder();
  private final Map<TlsFailure, LongAdder> failed = new EnumMap<>(TlsFailure.class);

  Tally() {
    for (TlsFailure failure : TlsFailure.values()) {
      failed.put(failure, new LongAdder());
    }
  }

  void agreed(boolean again) {
    (again ? resumed : full).increment();
  }

  void failed(TlsFailure failure) {
    LongAdder count = failed.get(failure);
    if (count != null) {
      count.increment();
    }
  }

  TlsCounters counters() {
    Map<TlsFailure, Long> reasons = new EnumMap<>(TlsFailure.class);
    failed.forEach((failure, count) -> {
      if (count.sum() > 0) {
        reasons.put(failure, count.sum());
      }
    });
    return new TlsCounters(full.sum(), resumed.sum(), reasons);
  }
}
