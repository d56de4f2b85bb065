/**
 * The pass-through mux: a connection has one stream, and the stream has the connection's bytes.
 *
 * <p>One {@code PtMux} per connection, on its loop:
 *
 * <pre>
 *            rcvBuf, sndBuf, rcvPipe, sndPipe, subscribe
 *   stream ◀───────────────────────────────────────────▶ transport      (attached: nothing in between)
 *
 *   orphan ◀── own tasklet ──── readiness                               (no stream: drain, or destroy)
 * </pre>
 */
@NullMarked
package io.turnout.mux.pt;

import org.jspecify.annotations.NullMarked;
