/**
 * A network, a poller and a clock that exist in memory only, so that event loops run in one thread,
 * in virtual time, and everything that chance decides comes from a seed.
 *
 * <pre>
 *   EventLoop ──turn──▶ SimPoller ◀──changes── SimSocket ◀══ bytes, ends, resets ══▶ SimSocket ──▶ SimPeer
 *       │                                        ▲
 *       └── Connection ──▶ SimCtl ──recv, send───┘          SimDriver turns loops and moves SimClock
 * </pre>
 *
 * <p>Make a {@link io.turnout.tck.sim.Simulation} from a seed, a {@link
 * io.turnout.tck.sim.SimNetwork} with {@link io.turnout.tck.sim.SimFaults} in it, loops with {@link
 * io.turnout.tck.sim.SimNetwork#newLoop}, peers on {@link io.turnout.tck.sim.SimNetwork#serve} and
 * {@link io.turnout.tck.sim.SimNetwork#dial}; then let a {@link io.turnout.tck.sim.SimDriver} run
 * it. The same seed gives the same run, event by event.
 *
 * <p>Everything here is used by one thread.
 */
@NullMarked
package io.turnout.tck.sim;

import org.jspecify.annotations.NullMarked;
