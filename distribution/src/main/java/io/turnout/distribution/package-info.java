/**
 * The program {@code turnout}, and the only place that uses Guice.
 *
 * <pre>
 *   bin/turnout ──exec──▶ Turnout.main ──▶ OptionParser ──▶ Injector ──▶ Program.run ──▶ Proxy
 *                                                             (dropped)      ▲
 *                                                  Signals ──Notice──────────┘
 * </pre>
 *
 * <p>All of it runs on the main thread, which waits for signals once the proxy runs; a signal's own
 * thread only puts a notice into a queue. What Guice made is not touched by the proxy's loops.
 */
@NullMarked
package io.turnout.distribution;

import org.jspecify.annotations.NullMarked;
