/**
 * The dialogues in which clear text turns to TLS. An <i>offer</i> is what a server says, to
 * clients; an <i>ask</i> is what a client says, to servers. After both, client and server are in
 * the same state of their protocol.
 *
 * <pre>
 *   client ◀── greeting, capabilities: STARTTLS ── Offer     Ask ◀── greeting ── server
 *          ── STARTTLS ──▶                                       ── STARTTLS ──▶
 *          ◀────────── TLS ───────────▶          mux, stream       ◀──── TLS ────▶
 * </pre>
 *
 * <p>What is parsed here came from the network in clear text: nothing of it is passed on, but for
 * what an offer gives back when the client goes on without TLS.
 *
 * <p><b>Thread:</b> the connection's loop.
 */
@NullMarked
package io.turnout.xprt.handshake.starttls;

import org.jspecify.annotations.NullMarked;
