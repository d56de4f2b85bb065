/**
 * The mux {@code line}: what the peer sends reaches the stream by whole lines, none of them too
 * long.
 *
 * <p>One {@code LineMux} per connection, on its loop:
 *
 * <pre>
 *   stream ◀──rcvBuf── | whole lines | a line that is not whole yet | ◀──rcvBuf── transport
 *   stream ──────────────────────── sndBuf ───────────────────────────────────▶ transport
 * </pre>
 *
 * <p>At a swap all that is held goes to the next mux, as it came. So a {@code line} that follows a
 * {@code line} begins where the stream is, and one that follows another mux takes the rest of the
 * line in the middle of which it came for a line.
 */
@NullMarked
package io.turnout.examples.line;

import org.jspecify.annotations.NullMarked;
