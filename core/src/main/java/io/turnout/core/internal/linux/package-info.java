/**
 * The Linux kernel, by way of libc and the foreign function interface, and the pollers on top.
 *
 * <p>Results have one shape everywhere: {@code >= 0} is what the call returned, {@code < 0} is the
 * negated {@link io.turnout.core.internal.linux.Errno errno}. No call throws for what the system
 * answers, and none on the data path allocates.
 *
 * <p><b>Threads.</b> A {@link io.turnout.core.internal.linux.Kernel} holds the memory into which
 * errno and addresses are written, so each thread that makes calls (each event loop) has its own.
 *
 * <pre>
 *   EpollPoller    PollPoller            WakeupSignal, Registrations, Delivery
 *        |             |
 *      Kernel ── SocketCalls, FileCalls, EpollCalls, PollCalls, DescriptorPassing, ResourceLimits
 *                      |
 *                  CallState, NativeFunction    errno; the handles
 * </pre>
 *
 * <p>No downcall is marked critical: that was measured to save 1.5 ns of a call of some 570, errno
 * capture itself costs 8, and a critical call holds up safepoints while the kernel copies.
 */
@NullMarked
package io.turnout.core.internal.linux;

import org.jspecify.annotations.NullMarked;
