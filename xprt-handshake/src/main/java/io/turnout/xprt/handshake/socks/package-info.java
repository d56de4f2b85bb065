/**
 * SOCKS, towards a server behind a SOCKS proxy: versions 4 and 4a, and 5 without or with a
 * password.
 *
 * <p>What is to be reached is named by the options, or is the {@link
 * io.turnout.core.conn.Connection#destination() destination} of the connection, whose socket is
 * connected to the SOCKS proxy.
 *
 * <p><b>Thread:</b> the connection's loop.
 */
@NullMarked
package io.turnout.xprt.handshake.socks;

import org.jspecify.annotations.NullMarked;
