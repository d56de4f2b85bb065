package io.turnout.examples.tee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for the writer's thread. */
final class Written {
  private Written() {}

  /** Until all that was copied so far is written. */
  static void await(Copier copier) {
    CountDownLatch done = new CountDownLatch(1);
    copier.execute(done::countDown);
    await(done);
  }

  /** With a limit that only a failure reaches. */
  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
