/**
 * {@code turnout demo}: two small servers and a proxy in front of them in one process.
 *
 * <p>Servers have a thread for each connection, the proxy its loops, and the main thread shows
 * counters and waits for signals.
 */
@NullMarked
package io.turnout.distribution.demo;

import org.jspecify.annotations.NullMarked;
