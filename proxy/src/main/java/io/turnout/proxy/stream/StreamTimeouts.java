package io.turnout.proxy.stream;

import io.turnout.core.loop.Task;

/**
 * How long a stream may be idle, in nanoseconds; {@link Task#NEVER} is for ever.
 *
 * @param client of the client's side
 * @param server of the server's side
 * @param tunnel of both once bytes went both ways, in place of the two
 * @param clientHandshake of the client's side while it turns to TLS, bytes or not; the client's if
 *     none is given
 * @param clientFin of the client's side once one direction has ended
 * @param serverFin of the server's side once one direction has ended
 */
record StreamTimeouts(
    long client, long server, long tunnel, long clientHandshake, long clientFin, long serverFin) {}
