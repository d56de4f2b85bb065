/**
 * Traces: what a layer does, told while it runs.
 *
 * <p>Each layer has a {@link io.turnout.core.trace.TraceSource}, which is off until somebody asks.
 * Off costs one test of a boolean:
 *
 * <pre>
 *   if (trace.on()) {
 *     trace.emit(TraceLevel.DATA, TraceSource.RX, "rcvBuf", connection, stream, buffer, count);
 *   }
 * </pre>
 *
 * <p>A source is switched from any thread and read by every loop.
 */
@NullMarked
package io.turnout.core.trace;

import org.jspecify.annotations.NullMarked;
