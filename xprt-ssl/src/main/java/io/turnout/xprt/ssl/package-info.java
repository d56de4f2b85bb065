/**
 * TLS as a transport: one object per connection, which stands on the plain transport or on a
 * dialogue, and does its work where it is asked for bytes.
 *
 * <pre>
 *   client's side:  waits for a hello ──whole──▶ ┐
 *                                                ├▶ handshaking ──ready──▶ open ──peer's end──▶ reading over
 *   server's side:  waits for below ──begin────▶ ┘        │                 │ └──shutWrite──▶ writing over
 *                                                         └──────fail───────┴─▶ failed
 *                                       from anywhere: close ─▶ engine freed, buffers back
 * </pre>
 *
 * <p>What a client says in its hello is read before there is an engine: by it the certificate and
 * the application protocol are chosen, in one way for all engines, and whoever speaks no TLS costs
 * none.
 *
 * <p>Buffers are taken while there is something in them: received records that are not whole or not
 * asked for, payload that did not fit where it was asked for, records that the socket did not take.
 *
 * <p><b>Threads:</b> transports live on their connection's loop; contexts are for any thread.
 */
@NullMarked
package io.turnout.xprt.ssl;

import org.jspecify.annotations.NullMarked;
