package io.turnout.proxy.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a test does beside its own thread, and the outcome of it. */
public final class Background<T> implements AutoCloseable {
  private static final int LIMIT_SECONDS = 300;

  private final FutureTask<T> task;
  private final Thread thread;

  /** Begins. */
  public Background(Callable<T> work) {
    task = new FutureTask<>(work);
    thread = new Thread(task, "test-background");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether it has ended. */
  public boolean isDone() {
    return task.isDone();
  }

  /** Waits for the end. */
  public T outcome() throws ExecutionException, InterruptedException {
    try {
      return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("not done in " + LIMIT_SECONDS + " s", e);
    }
  }

  @Override
  public void close() {
    Await.until("a background task ends", () -> !thread.isAlive());
  }
}
