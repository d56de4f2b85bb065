/**
 * PROXY protocol, versions 1 and 2, accepting and sending. {@link
 * io.turnout.xprt.handshake.proxy.VersionOne} and {@link
 * io.turnout.xprt.handshake.proxy.VersionTwo} turn bytes into headers and back, and do no I/O.
 *
 * <p><b>Thread:</b> the connection's loop.
 */
@NullMarked
package io.turnout.xprt.handshake.proxy;

import org.jspecify.annotations.NullMarked;
