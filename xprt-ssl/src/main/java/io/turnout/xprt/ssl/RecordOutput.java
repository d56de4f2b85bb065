package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.XprtOps;
import io.turnout.xprt.ssl.engine.TlsEngine;
import io.turnout.xprt.ssl.engine.TlsException;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way to the socket, and the payload that they carry: it counts as sent when the
 * socket has taken its records, and not before.
 *
 * <pre>
 *   owner's bytes ──seal──▶ sealed ──flush──▶ in the kernel ──▶ taken from the owner's buffer
 * </pre>
 */
final class RecordOutput {
  /** Records of this size fit into one segment, so that a receiver need not wait for a second. */
  private static final int SMALL_PAYLOAD = 1400;

  private static final int LARGE_PAYLOAD = 16384;

  /** So many bytes go in small records, by when the congestion window has opened. */
  private static final int SMALL_BYTES = 6 * SMALL_PAYLOAD;

  /** After such a time without a byte a sender begins with small records again. */
  private static final long IDLE_NANOS = 1_000_000_000;

  private final RecordBuffers buffers;
  private @Nullable Buffer buffer;

  /** Payload of what is in the buffer. */
  private int sealed;

  /** Payload that is in the kernel, and still in its owner's buffer. */
  private int owed;

  private boolean over;
  private long lastNanos;
  private int sentSinceIdle;

  RecordOutput(RecordBuffers buffers) {
    this.buffers = buffers;
  }

  /** Whether nothing waits for the socket. */
  boolean isEmpty() {
    return buffer == null;
  }

  /** Whether the engine seals no more. */
  boolean isOver() {
    return over;
  }

  /** Where records go; {@link #settle} is to be called afterwards. */
  Buffer room() {
    Buffer known = buffer;
    if (known == null) {
      known = buffers.take();
      buffer = known;
    }
    return known;
  }

  /** Gives the buffer back if nothing is in it. */
  void settle() {
    Buffer known = buffer;
    if (known != null && known.isEmpty()) {
      drop();
    }
  }

  /** Forgets what is held. */
  void drop() {
    Buffer held = buffer;
    if (held != null) {
      buffer = null;
      buffers.give(held);
    }
  }

  /** Sends what is held. Returns whether nothing is left. */
  boolean flush(XprtOps below, int flags) {
    Buffer held = buffer;
    if (held == null) {
      return true;
    }
    below.sndBuf(held, held.length(), flags);
    if (!held.isEmpty()) {
      return false;
    }
    owed += sealed;
    sealed = 0;
    drop();
    return true;
  }

  /**
   * Sends bytes of an owner.
   *
   * @param from its buffer, of which the bytes that were sealed before are the first
   * @param max how many at most
   * @return how many were taken from it
   */
  int send(Buffer from, int max, int flags, TlsEngine engine, XprtOps below, long now)
      throws TlsException {
    int wanted = Math.min(max, from.length());
    int taken = 0;
    while (flush(below, flags)) {
      int paid = Math.min(owed, wanted - taken);
      from.removed(paid);
      owed -= paid;
      taken += paid;
      if (taken == wanted) {
        return taken;
      }
      if (seal(from, wanted - taken, engine, now) == 0) {
        over = true;
        return taken;
      }
    }
    return taken;
  }

  /** Fills the buffer with records of what is there. */
  private int seal(Buffer from, int wanted, TlsEngine engine, long now) throws TlsException {
    if (now - lastNanos > IDLE_NANOS) {
      sentSinceIdle = 0;
    }
    lastNanos = now;
    Buffer into = room();
    int done = 0;
    while (done < wanted) {
      int size =
          Math.min(sentSinceIdle < SMALL_BYTES ? SMALL_PAYLOAD : LARGE_PAYLOAD, wanted - done);
      if (into.contiguousRoom() < size + TlsEngine.MAX_OVERHEAD) {
        break;
      }
      int count = engine.seal(from, done, size, into);
      if (count == 0) {
        break;
      }
      done += count;
      sentSinceIdle = Math.min(sentSinceIdle + count, SMALL_BYTES);
    }
    sealed += done;
    settle();
    return done;
  }
}
