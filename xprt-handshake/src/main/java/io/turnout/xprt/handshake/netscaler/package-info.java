/**
 * NetScaler's insertion of the client's IP and TCP headers, as versions before 10.5 do it and
 * since.
 *
 * <p><b>Thread:</b> the connection's loop.
 */
@NullMarked
package io.turnout.xprt.handshake.netscaler;

import org.jspecify.annotations.NullMarked;
