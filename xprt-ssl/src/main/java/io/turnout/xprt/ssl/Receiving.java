package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.spi.TlsFailure;
import io.turnout.xprt.ssl.engine.TlsEngine;
import io.turnout.xprt.ssl.engine.TlsException;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a connection: records as they come, and the payload of those that nobody
 * has taken yet.
 *
 * <pre>
 *   below ──fill──▶ input ──open──▶ the owner's buffer, or plain if that has too little room
 * </pre>
 */
final class Receiving {
  /** There is nothing to receive now. */
  static final int NOTHING = -1;

  /** As many are opened in a call, at most: a peer may send them without payload, for ever. */
  static final int RECORDS_PER_CALL = 32;

  /** What a record of version 1.3 has beside its payload at least, and one of version 1.2. */
  private static final int OVERHEAD_13 = RecordInput.HEADER + 17;

  private static final int OVERHEAD_12 = RecordInput.HEADER + 16;

  private final Connection connection;
  private final LowerLayer below;
  private final Sending sending;
  private final RecordBuffers buffers;
  private final RecordInput input;
  private final PlainText plain;
  private boolean hidesTypes;

  /** The peer's end came, or this layer failed: what comes below is not opened any more. */
  private boolean over;

  /** The alert by which the peer ended in version 1.2, as it came: opened after our own end. */
  private byte @Nullable [] lastAlert;

  /** The engine has to say something before it opens the record at the head. */
  private boolean blocked;

  Receiving(Connection connection, LowerLayer below, Sending sending, RecordBuffers buffers) {
    this.connection = connection;
    this.below = below;
    this.sending = sending;
    this.buffers = buffers;
    this.input = new RecordInput(buffers);
    this.plain = new PlainText(buffers);
  }

  /** Records as they come, of which a handshake takes its own. */
  RecordInput input() {
    return input;
  }

  /** Payload that nobody has taken. */
  PlainText plain() {
    return plain;
  }

  /** The handshake is over; whether records hide what they carry from then on. */
  void agreed(boolean hides) {
    hidesTypes = hides;
  }

  /**
   * Goes on by one record, behind payload that is held.
   *
   * @param wanted bytes for which there is room
   * @return bytes of payload added, which may be none; {@link #NOTHING} if it cannot go on now
   */
  int receive(TlsEngine opener, Buffer into, int wanted) throws TlsException {
    if (!receiveRecord(opener)) {
      return NOTHING;
    }
    int count = openInto(opener, into, wanted);
    return count == TlsEngine.BLOCKED ? NOTHING : count;
  }

  /** Opens what there is until so much payload is held. */
  void lookAhead(TlsEngine opener, int wanted) throws TlsException {
    for (int records = 0; records < RECORDS_PER_CALL && receiveRecord(opener); records++) {
      Buffer held = plain.room();
      int record = input.next();
      if (held.length() >= wanted || held.contiguousRoom() < record) {
        break;
      }
      if (open(opener, record, held) == TlsEngine.BLOCKED) {
        break;
      }
    }
  }

  boolean hasUnread() {
    return !plain.isEmpty() || !over && (!input.isEmpty() || below.ops().hasUnread());
  }

  /** Whether something can be had without waiting for what is below. */
  boolean canRead() {
    return !plain.isEmpty() || !isBlocked() && input.hasNext();
  }

  /** Whether the record at the head waits for the socket to take an answer. */
  boolean isBlocked() {
    return blocked && !sending.isEmpty();
  }

  /** Nothing more is opened; payload that is held stays. */
  void end() {
    over = true;
    input.drop();
    // It may have been taken for a record that could not be opened.
    plain.settle();
  }

  /** Forgets what is held. */
  void drop() {
    input.drop();
    plain.drop();
  }

  /**
   * Finds out whether the peer's end was one. Version 1.2 has the receiver of an end stop sending,
   * and engines see to it: so an alert stays unopened until we have ended, and what is on its way
   * to the peer is not lost. EngineConformance.sendsOnAfterThePeersEnd
   */
  void openLastAlert(TlsEngine opener) throws TlsException {
    byte[] alert = lastAlert;
    if (alert == null) {
      return;
    }
    lastAlert = null;
    Buffer record = buffers.take();
    Buffer nothing = buffers.take();
    try {
      record.write(alert, 0, alert.length);
      opener.open(record, alert.length, nothing);
    } finally {
      buffers.give(record);
      buffers.give(nothing);
    }
  }

  /** Makes sure that a whole record is held. Returns false if none can be had now. */
  private boolean receiveRecord(TlsEngine opener) throws TlsException {
    if (over) {
      return false;
    }
    if (!sending.isEmpty() && opener.wantsOutput()) {
      sending.produce(opener);
      // It keeps what it cannot say: who asks again and again would fill the memory.
      blocked = opener.wantsOutput();
      if (isBlocked()) {
        return false;
      }
    }
    while (input.next() == 0) {
      if (connection.isReadOverAt(below.ops()) || input.fill(below.ops()) == 0) {
        endWithin();
        return false;
      }
    }
    if (hidesTypes || input.type() == RecordInput.PAYLOAD) {
      return true;
    }
    if (input.type() == RecordInput.ALERT) {
      lastAlert = input.copyOfNext();
      peerDone();
      if (sending.isOver()) {
        openLastAlert(opener);
      }
      return false;
    }
    throw new TlsException(TlsFailure.PROTOCOL, "renegotiation is refused", null);
  }

  /** If the end below was seen, and it is in the middle of a record, something was cut off. */
  private void endWithin() throws TlsException {
    if (!input.isEmpty() && connection.isReadOverAt(below.ops())) {
      input.drop();
      if (!connection.any(ConnFlags.ERROR)) {
        throw new TlsException(TlsFailure.CLOSED, "closed in the middle of a record", null);
      }
    }
  }

  /** Opens the record at the head, to where it was asked for if there is room. */
  private int openInto(TlsEngine opener, Buffer into, int wanted) throws TlsException {
    int record = input.next();
    int payload = record - (hidesTypes ? OVERHEAD_13 : OVERHEAD_12);
    if (payload <= Math.min(wanted, into.contiguousRoom())) {
      return open(opener, record, into);
    }
    int count = open(opener, record, plain.room());
    int moved = plain.moveTo(into, wanted);
    return count == TlsEngine.BLOCKED ? count : moved;
  }

  /**
   * Opens the record at the head.
   *
   * @return bytes of payload; {@link TlsEngine#BLOCKED} if it has to stay until the socket takes
   *     what the engine has to say before
   */
  private int open(TlsEngine opener, int record, Buffer into) throws TlsException {
    int count = opener.open(input.held(), record, into);
    input.settle();
    int said = 0;
    if (opener.isPeerDone()) {
      // An engine may want to answer by its own end, for which it is not the time.
      peerDone();
    } else if (opener.wantsOutput()) {
      said = sending.produce(opener);
    }
    blocked = count == TlsEngine.BLOCKED;
    if (!blocked || isBlocked()) {
      return count;
    }
    if (said == 0) {
      throw TlsException.stuck();
    }
    return 0;
  }

  private void peerDone() {
    end();
    connection.readEnd();
  }
}
