package io.turnout.xprt.ssl.engine;

import io.turnout.core.buffer.Buffer;

/**
 * One connection's TLS: makes records, and opens them.
 *
 * <pre>
 *   handshaking ──open, produce──▶ ready ──seal, open──▶ ... ──end──▶ no more seal
 *        └──────────────────────────┴──── free, at any time ────▶ gone
 * </pre>
 *
 * <p>All work is done in the call that asks for it, on the caller's thread.
 *
 * <p><b>Thread:</b> the connection's loop.
 */
public interface TlsEngine {
  /** Answer of {@link #open}: what {@link #produce} makes has to come first. */
  int BLOCKED = -1;

  /** How much a record can have beside its payload, and an engine put in front of it. */
  int MAX_OVERHEAD = 2048;

  /** Whether the handshake is not over. */
  boolean isHandshaking();

  /** Whether it has something to say of its own, which {@link #produce} makes. */
  boolean wantsOutput();

  /**
   * Adds records of its own: a handshake's, an answer, an alert, the end. Stops when it has no more
   * to say, or no more room.
   *
   * @param out where to, with its room in one piece
   * @return bytes added; 0 with {@link #wantsOutput} still true if there is no room
   */
  int produce(Buffer out) throws TlsException;

  /**
   * Opens one record.
   *
   * @param in where it lies at the head, in one piece; it is taken out of it
   * @param record its length in bytes, with its header
   * @param into where its payload goes, with room for it in one piece
   * @return bytes of payload; 0 if it carries none; {@link #BLOCKED} if nothing was done
   */
  int open(Buffer in, int record, Buffer into) throws TlsException;

  /** Whether the peer has said that nothing follows. */
  boolean isPeerDone();

  /**
   * Makes one record.
   *
   * @param from where the payload lies; it stays
   * @param start its first byte, from the head
   * @param max how much of it at most
   * @param out where the record goes, with room for it and {@link #MAX_OVERHEAD} in one piece
   * @return bytes of payload in it; 0 if no more can be sent
   */
  int seal(Buffer from, int start, int max, Buffer out) throws TlsException;

  /** Nothing more is sealed; {@link #produce} tells the peer. */
  void end();

  /** What was agreed on; after the handshake. */
  TlsSession session();

  /** Gives back what it holds, at once. Once; nothing else may be called afterwards. */
  void free();
}
