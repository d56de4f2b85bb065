/**
 * The event loop: one thread that waits for descriptors and runs what they woke.
 *
 * <p>Everything here belongs to one loop and is touched by its thread only, except the remote calls
 * ({@link io.turnout.core.loop.Tasklet#wakeRemotely}, {@link
 * io.turnout.core.loop.EventLoop#execute}, {@link io.turnout.core.loop.Poller#wakeup}). One turn:
 *
 * <pre>
 *   poll ──onReady──▶ ctl ──deliver──▶ WaitEvent ──wake──▶ Tasklet ──run──▶ handler
 *     ▲                                                                       │
 *     └── timers wake Tasks · other threads wake tasklets ◀── nothing left ───┘
 * </pre>
 */
@NullMarked
package io.turnout.core.loop;

import org.jspecify.annotations.NullMarked;
