/**
 * The client side: frontends, their listening sockets, and sessions.
 *
 * <pre>
 *   Frontend ──▶ Listener (a bind line) ──▶ Acceptor on each loop ──accepted──▶ ClientSession ──▶ stream
 * </pre>
 *
 * <p>A frontend and its listeners are shared by all loops; a session belongs to its connection's.
 * Counts are atomic and touched once when a connection comes and once when it goes.
 */
@NullMarked
package io.turnout.proxy.listen;

import org.jspecify.annotations.NullMarked;
