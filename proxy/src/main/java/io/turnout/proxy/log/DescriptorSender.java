package io.turnout.proxy.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Lines to an open descriptor, by a thread of its own: loops copy into one block while the thread
 * writes the other (docs/adr/0010-a-thread-for-log-descriptors.md). When the block is full, lines
 * are refused.
 *
 * <pre>
 *   loops ── trySend ──▶ filling ──(swap)──▶ writing ── write ──▶ descriptor
 * </pre>
 */
final class DescriptorSender implements DatagramSender {
  private static final int BLOCK_BYTES = 256 * 1024;

  /** Up to this size a write to a pipe is not mixed with those of other processes (PIPE_BUF). */
  private static final int ATOMIC_BYTES = 4096;

  private static final long CLOSE_MILLIS = 1000;

  private final OutputStream out;
  private final boolean owned;
  private final Thread writer;
  private final AtomicLong lostLines = new AtomicLong();
  private final Object lock = new Object();

  // under the lock
  private byte[] filling = new byte[BLOCK_BYTES];
  private int filled;
  private boolean closed;

  /**
   * Starts the thread.
   *
   * @param owned whether {@code out} is closed at the end: stdout and stderr belong to the process
   */
  DescriptorSender(String name, OutputStream out, boolean owned) {
    this.out = out;
    this.owned = owned;
    this.writer = Thread.ofPlatform().daemon().name("turnout-log-" + name).unstarted(this::run);
    writer.start();
  }

  @Override
  public boolean trySend(ByteBuffer line) {
    int length = line.remaining();
    boolean wake;
    synchronized (lock) {
      if (closed || length > BLOCK_BYTES - filled) {
        return false;
      }
      line.get(filling, filled, length);
      wake = filled == 0;
      filled += length;
    }
    if (wake) {
      LockSupport.unpark(writer);
    }
    return true;
  }

  private void run() {
    byte[] writing = new byte[BLOCK_BYTES];
    while (true) {
      int length;
      synchronized (lock) {
        if (closed && filled == 0) {
          break;
        }
        length = filled;
        if (length > 0) {
          byte[] full = filling;
          filling = writing;
          writing = full;
          filled = 0;
        }
      }
      if (length == 0) {
        LockSupport.park(this);
      } else {
        writeWholeLines(writing, length);
      }
    }
    if (owned) {
      closeOut();
    }
  }

  private void closeOut() {
    try {
      out.close();
    } catch (IOException alreadyGone) {
      // all was written or counted as lost; there is nobody to tell: this is the log
    }
  }

  private void writeWholeLines(byte[] block, int length) {
    int start = 0;
    while (start < length) {
      int end = endOfPiece(block, start, length);
      try {
        out.write(block, start, end - start);
      } catch (IOException broken) {
        // a closed pipe or a full disk: these lines are lost, later ones may pass again
        lostLines.addAndGet(lines(block, start, end));
      }
      start = end;
    }
  }

  /** As many whole lines as fit into one atomic write, but at least one. */
  private static int endOfPiece(byte[] block, int start, int length) {
    if (length - start <= ATOMIC_BYTES) {
      return length;
    }
    int end = start + ATOMIC_BYTES;
    while (end > start && block[end - 1] != '\n') {
      end--;
    }
    if (end > start) {
      return end;
    }
    end = start + ATOMIC_BYTES;
    while (end < length && block[end - 1] != '\n') {
      end++;
    }
    return end;
  }

  private static int lines(byte[] block, int start, int end) {
    int count = 0;
    for (int i = start; i < end; i++) {
      if (block[i] == '\n') {
        count++;
      }
    }
    return count;
  }

  @Override
  public long lostLines() {
    return lostLines.get();
  }

  /**
   * Ends the thread when all is written, or leaves it after a second: its reader may never read.
   */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    LockSupport.unpark(writer);
    try {
      writer.join(CLOSE_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
