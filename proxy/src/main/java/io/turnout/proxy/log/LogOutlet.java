package io.turnout.proxy.log;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** A sender that several {@code log} lines share, and the count of what it did not take. */
final class LogOutlet {
  private static final long TELL_EVERY_MILLIS = 10_000;

  private final DatagramSender sender;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong told = new AtomicLong();
  private final AtomicLong tellAgainAt = new AtomicLong(Long.MIN_VALUE);

  LogOutlet(DatagramSender sender) {
    this.sender = sender;
  }

  boolean trySend(ByteBuffer line) {
    if (sender.trySend(line)) {
      return true;
    }
    refused.incrementAndGet();
    return false;
  }

  long lostLines() {
    return refused.get() + sender.lostLines();
  }

  /**
   * Lost lines that the caller is to tell of now; 0 where there are none, or it was done lately.
   */
  long claimUntold(long nowMillis) {
    long lost = lostLines();
    if (lost == told.get()) {
      return 0;
    }
    long due = tellAgainAt.get();
    if (nowMillis < due || !tellAgainAt.compareAndSet(due, nowMillis + TELL_EVERY_MILLIS)) {
      return 0;
    }
    return lost - told.getAndSet(lost);
  }

  void close() {
    sender.close();
  }
}
