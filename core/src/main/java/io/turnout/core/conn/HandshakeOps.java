package io.turnout.core.conn;

import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.Traceable;

/**
 * A dialogue that is spoken on a connection before its data: a PROXY header, SOCKS, STARTTLS.
 *
 * <pre>
 *   create ──advance──▶ waiting ──advance──▶ done ──close──▶ gone
 *                          └──── connection fails ────close──▶ gone
 * </pre>
 *
 * <p>It takes from the transport below what belongs to the dialogue, and not one byte more: it
 * looks at what came with {@link PeekXprt} where its length cannot be known before.
 *
 * <p><b>Thread:</b> the connection's loop. No method blocks.
 *
 * @implSpec rule XPRT-02
 */
public interface HandshakeOps extends Traceable {
  /** Answer of {@link #advance}: the dialogue is over, and went well. */
  int DONE = 0;

  /**
   * Answer of {@link #advance}: it is over, and the peer wants no TLS, which was a choice. The TLS
   * transport that stands on this dialogue leaves with it.
   */
  int DONE_IN_CLEAR = 4;

  /**
   * Answer of {@link #advance}: it waits for nothing, but has worked for long enough for one run,
   * and others are to have the loop first. A peer that never stops must not keep it.
   */
  int AGAIN = 8;

  /**
   * Answer of {@link #advance}: as {@link #DONE_IN_CLEAR}, and what the dialogue gives back ({@link
   * ReturningHandshake}) is all that the peer may say in clear text. What it says after that is
   * dropped, and its end is seen once the stream has ended, too.
   */
  int LAST_IN_CLEAR = 16;

  /** The name that dumps show. */
  String name();

  /**
   * Goes on as far as it can.
   *
   * @param connection fails by {@link Connection#fail} when the dialogue does; the answer has no
   *     meaning then
   * @param below what to speak through
   * @return {@link #DONE}, {@link #DONE_IN_CLEAR}, {@link #LAST_IN_CLEAR}, {@link #AGAIN}, or what
   *     it waits for: {@link WaitEvent#RETRY_RECV}, {@link WaitEvent#RETRY_SEND} or both
   */
  int advance(Connection connection, XprtOps below);

  /** What the connection fails with when the dialogue does not end in time. */
  default ConnError timeoutError() {
    return ConnError.HANDSHAKE_TIMEOUT;
  }

  /** Gives back what it holds; once, whatever the end. */
  void close();
}
