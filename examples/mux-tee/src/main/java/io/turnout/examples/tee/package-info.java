/**
 * The mux {@code tee}: passes everything through, and copies it to two files for each connection.
 *
 * <p>One {@code TeeMux} per connection, on its loop; one {@code Copier} for all of them, with a
 * thread that writes:
 *
 * <pre>
 *   stream ◀── rcvBuf ──┬── transport          stream ── sndBuf ──┬──▶ transport
 *                       ▼                                         ▼
 *                  ...-received.bin                           ...-sent.bin        (Copier's thread)
 * </pre>
 *
 * <p>Forwarding never waits for a file: what cannot be written in time is left out, and counted.
 */
@NullMarked
package io.turnout.examples.tee;

import org.jspecify.annotations.NullMarked;
