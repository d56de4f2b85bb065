package io.turnout.proxy.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread or process does, with a limit that only a failure reaches. */
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(50);
  private static final long LOOK_NANOS = 2_000_000;

  private Await() {}

  /** Waits until the condition holds. */
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /** Waits until the condition holds; the message is made when it does not. */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited " + LIMIT.toSeconds() + " s in vain: " + what.get());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
