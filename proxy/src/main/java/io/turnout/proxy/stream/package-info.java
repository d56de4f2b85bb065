/**
 * Streams: what joins a client's connection to a server's.
 *
 * <pre>
 *              ┌──────────── Stream ────────────┐
 *   client ◀──▶ Side ══ Channel request ═══▶ Side ◀──▶ server
 *              │      ◀══ Channel response ══    │
 *              ├── ServerConnector: queue, connect, retry ──┤
 *              ├── Inspection: rules   Deadlines: time-outs ┤
 *              └── Endings: ends of stream, errors, the end ┘
 * </pre>
 *
 * <p>A stream lives on its client connection's loop, and everything here runs on that thread,
 * except {@code ServerConnector.granted}, by which another loop hands over a place at a server. It
 * is made by the client's mux, looks for a server at once, moves bytes while both sides are up, and
 * ends when both directions have ended, or on an error, a timeout or a decision.
 */
@NullMarked
package io.turnout.proxy.stream;

import org.jspecify.annotations.NullMarked;
