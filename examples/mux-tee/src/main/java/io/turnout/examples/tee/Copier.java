package io.turnout.examples.tee;

import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes copies, on a thread of its own that is there only while there is something to write.
 *
 * <p>What waits to be written is limited, for all connections together: a disk that is slow, or
 * stands still, costs copies and not the memory of the proxy.
 */
final class Copier {
  /** So many bytes may wait to be written. */
  static final int MAX_WAITING_BYTES = 16 << 20;

  private static final int IDLE_SECONDS = 5;

  private final Path folder;
  private final int maxWaitingBytes;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong numbers = new AtomicLong();
  private final ThreadPoolExecutor writer;

  Copier(Path folder, int maxWaitingBytes) {
    this.folder = folder;
    this.maxWaitingBytes = maxWaitingBytes;
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("tee-writer").daemon().factory());
    writer.allowCoreThreadTimeOut(true);
  }

  Path folder() {
    return folder;
  }

  /** A number that tells a connection from others. */
  long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** Whether so many bytes more may wait; to be given back by {@link #written}. */
  boolean reserve(int bytes) {
    if (waiting.addAndGet(bytes) <= maxWaitingBytes) {
      return true;
    }
    waiting.addAndGet(-bytes);
    return false;
  }

  /** So many bytes wait no more. */
  void written(int bytes) {
    waiting.addAndGet(-bytes);
  }

  /** Runs it on the writer's thread, after what was given before. */
  void execute(Runnable work) {
    writer.execute(work);
  }
}
