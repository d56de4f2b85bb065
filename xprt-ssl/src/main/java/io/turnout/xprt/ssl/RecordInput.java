package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.XprtOps;
import io.turnout.spi.TlsFailure;
import io.turnout.xprt.ssl.engine.TlsException;
import org.jspecify.annotations.Nullable;

/** Received bytes as records, in one piece each. */
final class RecordInput {
  static final int CHANGE_CIPHER = 20;
  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  static final int PAYLOAD = 23;

  static final int HEADER = 5;

  /** What version 1.2 allows, which allows most. */
  private static final int LONGEST = 16384 + 2048;

  /** As much of something else than TLS is shown to people. */
  private static final int EXCERPT = 24;

  private final RecordBuffers buffers;
  private @Nullable Buffer buffer;
  private long front;
  private boolean used;

  RecordInput(RecordBuffers buffers) {
    this.buffers = buffers;
  }

  /** Whether nothing is held. */
  boolean isEmpty() {
    return buffer == null;
  }

  /** Whether anything ever came. */
  boolean wasUsed() {
    return used;
  }

  /** What is held, which is something. */
  Buffer held() {
    Buffer held = buffer;
    if (held == null) {
      throw new IllegalStateException("nothing is held");
    }
    return held;
  }

  /** Receives what there is. Returns how many bytes came. */
  int fill(XprtOps below) {
    return fill(below, buffer == null ? begun(buffers.take()) : straightened(buffer));
  }

  /** As {@link #fill}, before a client's hello is whole: into a small buffer while it is enough. */
  int fillHello(XprtOps below) {
    return fill(below, buffer == null ? begun(buffers.takeForHello()) : straightened(buffer));
  }

  private int fill(XprtOps below, Buffer into) {
    buffer = into;
    int count = below.rcvBuf(into, into.contiguousRoom());
    used |= count > 0;
    settle();
    return count;
  }

  /** The length of the record at the head with its header; 0 if it is not whole. */
  int next() throws TlsException {
    Buffer held = buffer;
    if (held == null) {
      return 0;
    }
    int type = held.byteAt(0);
    if (type < CHANGE_CIPHER || type > PAYLOAD || held.length() > 1 && held.byteAt(1) != 3) {
      throw new TlsException(
          TlsFailure.NOT_TLS, TlsFailure.NOT_TLS.text() + ": '" + excerpt(held) + "'", null);
    }
    if (held.length() < HEADER) {
      return 0;
    }
    int length = HEADER + lengthAt(held, 0);
    if (length > HEADER + LONGEST) {
      throw new TlsException(
          TlsFailure.PROTOCOL,
          "record of %d bytes, at most %d".formatted(length - HEADER, LONGEST),
          null);
    }
    return length <= held.length() ? length : 0;
  }

  /** The record at the head, which stays there. */
  byte[] copyOfNext() throws TlsException {
    byte[] copy = new byte[next()];
    held().copyTo(0, copy, 0, copy.length);
    return copy;
  }

  /** Whether a record is there, whole. */
  boolean hasNext() {
    try {
      return next() > 0;
    } catch (TlsException e) {
      // Whoever tries to open it hears of that.
      return true;
    }
  }

  /** The type of the record at the head. */
  int type() {
    return held().byteAt(0);
  }

  /** Bytes were taken from what is held: gives the buffer back if it is empty. */
  void settle() {
    Buffer held = buffer;
    if (held != null && held.isEmpty()) {
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

  /** The length that a record's header at a place says. */
  static int lengthAt(Buffer held, int place) {
    return (held.byteAt(place + 3) & 0xff) << Byte.SIZE | held.byteAt(place + 4) & 0xff;
  }

  /** The beginning of what is no TLS, so that it can be printed. */
  static String excerpt(Buffer held) {
    byte[] first = new byte[EXCERPT];
    int count = held.copyTo(0, first, 0, first.length);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count && first[i] != '\r' && first[i] != '\n'; i++) {
      text.append(first[i] < ' ' || first[i] > '~' ? '.' : (char) first[i]);
    }
    return text.toString();
  }

  /** The beginning of a record moves to the front, so that the rest comes behind it. */
  private Buffer straightened(Buffer held) {
    if (held.headAddress() == front && held.contiguousRoom() > 0) {
      return held;
    }
    Buffer other = begun(buffers.take());
    held.moveTo(other, held.length());
    buffers.give(held);
    return other;
  }

  private Buffer begun(Buffer taken) {
    front = taken.headAddress();
    return taken;
  }
}
