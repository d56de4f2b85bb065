/**
 * What is spoken before the data, below TLS or inside it: a transport that speaks dialogues one
 * after the other and then leaves the stack.
 *
 * <pre>
 *   owner ──▶ (TLS) ──▶ HandshakeXprt ──▶ plain          while a dialogue goes on
 *                          │ HandshakeOps, HandshakeOps, ...
 *   owner ──▶ (TLS) ──────────────────▶ plain          when all are over
 *   owner ──────────▶ MutedXprt ──────▶ plain          when the peer may say no more in clear text
 * </pre>
 *
 * <p><b>Thread:</b> the connection's loop.
 */
@NullMarked
package io.turnout.xprt.handshake;

import org.jspecify.annotations.NullMarked;
