/** The whole proxy on a simulated network, from seeds. */
@NullMarked
package io.turnout.proxy.simulation;

import org.jspecify.annotations.NullMarked;
