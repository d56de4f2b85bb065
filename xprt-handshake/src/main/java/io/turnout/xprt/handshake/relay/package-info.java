/**
 * Agreeing on TLS with words that only the other side has: the stream begins at once, and what
 * client and server say to each other passes through a transport that changes what concerns TLS.
 *
 * <pre>
 *   stream ──sndBuf──▶ RelayXprt ──▶ peer        what passes is as if nobody had TLS;
 *   stream ◀──rcvBuf── RelayXprt ◀── peer        a Relay says what that is to its peer
 * </pre>
 *
 * <p>Each side of the proxy has its own, and knows nothing of the other's.
 *
 * <p><b>Thread:</b> the connection's loop.
 */
@NullMarked
package io.turnout.xprt.handshake.relay;

import org.jspecify.annotations.NullMarked;
