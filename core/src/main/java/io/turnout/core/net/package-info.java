/** Addresses, socket options, and the system's sockets as control layers. */
@NullMarked
package io.turnout.core.net;

import org.jspecify.annotations.NullMarked;
