/**
 * What muxes are made of.
 *
 * <pre>
 *   stream ◀── rcvBuf, sndBuf ──▶ SingleStreamMux ◀── receive, send ──▶ transport
 *                                   your class overrides what it does to the bytes
 * </pre>
 *
 * <p>A mux belongs to one connection, and to its loop.
 */
@NullMarked
package io.turnout.spi.mux;

import org.jspecify.annotations.NullMarked;
