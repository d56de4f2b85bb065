/**
 * The limit: a proxy of one thread, the fewest system calls, and no layers.
 *
 * <p>What any framework on this machine and JDK can at best cost is what this loop costs. One
 * thread, the caller of {@link io.turnout.benchmarks.bare.BareLoop#run()}, runs all of the package.
 *
 * <pre>
 *   listener ── accept4 ──▶ client ⇄ peer ⇄ server ◀── connect
 *                             └── one epoll, edges, each socket registered once ──┘
 * </pre>
 */
@NullMarked
package io.turnout.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
