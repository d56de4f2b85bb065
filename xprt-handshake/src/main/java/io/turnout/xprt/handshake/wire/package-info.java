/**
 * What all dialogues share: a {@link io.turnout.xprt.handshake.wire.Speech} knows what to say and
 * what it hears, and does no I/O; a {@link io.turnout.xprt.handshake.wire.Dialogue} speaks it.
 *
 * <pre>
 *   transport ──peek, rcvBuf──▶ Inlet ──whole message──▶ Speech.hear ──Turn──▶ Outlet ──sndBuf──▶
 * </pre>
 *
 * <p><b>Thread:</b> the connection's loop.
 */
@NullMarked
package io.turnout.xprt.handshake.wire;

import org.jspecify.annotations.NullMarked;
