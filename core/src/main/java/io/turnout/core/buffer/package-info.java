/**
 * Bytes on their way: ring buffers and pipes, and the pools that lend them.
 *
 * <p>Both belong to one event loop and are used by its thread only. They are taken just before
 * bytes come and given back when the last byte has left, so that an idle connection owns none:
 *
 * <pre>
 *   pool ──take──▶ owner ──bytes in, bytes out──▶ empty ──give──▶ pool
 * </pre>
 */
@NullMarked
package io.turnout.core.buffer;

import org.jspecify.annotations.NullMarked;
