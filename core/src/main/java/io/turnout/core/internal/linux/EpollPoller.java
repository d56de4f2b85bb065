package io.turnout.core.internal.linux;

import io.turnout.core.loop.Pollable;
import io.turnout.core.loop.Poller;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * The poller on epoll(7).
 *
 * <p>A descriptor costs one system call for its life: it is added edge-triggered for both
 * directions and never changed. A {@link Pollable#shared() shared} one is level-triggered for
 * reads, and of the loops that share it one is woken per event.
 */
public final class EpollPoller implements Poller {
  /** What {@link #name()} answers. */
  public static final String NAME = "epoll";

  private static final int BATCH = 256;
  private static final int OWN_EVENTS =
      Constants.POLLIN
          | Constants.POLLPRI
          | Constants.POLLOUT
          | Constants.POLLRDHUP
          | Constants.EPOLLET;
  private static final int SHARED_EVENTS = Constants.POLLIN | Constants.EPOLLEXCLUSIVE;
  private static final long WAKEUP_KEY = -1;

  private final FileCalls files;
  private final EpollCalls calls;
  private final int epoll;
  private final WakeupSignal wakeup;
  private final Registrations registrations = new Registrations();
  private final Delivery delivery = new Delivery();
  private final MemorySegment batch;
  private int awaited;

  /**
   * Opens it.
   *
   * @param kernel that of the thread which will call {@link #await}
   * @throws IllegalStateException if the system refuses
   */
  public EpollPoller(Kernel kernel) {
    files = kernel.files();
    calls = new EpollCalls(kernel.state());
    batch = calls.events(BATCH);
    epoll = PollerFailure.require(NAME, "epoll_create1", calls.create());
    int counter = files.eventfd(0, Constants.EFD_NONBLOCK | Constants.EFD_CLOEXEC);
    if (counter < 0) {
      files.close(epoll);
      throw PollerFailure.of(NAME, "eventfd", -counter);
    }
    wakeup = new WakeupSignal(files, counter);
    // Edge-triggered, so that the counter need never be read.
    int watched =
        calls.control(
            epoll,
            Constants.EPOLL_CTL_ADD,
            counter,
            Constants.POLLIN | Constants.EPOLLET,
            WAKEUP_KEY);
    if (watched < 0) {
      close();
      throw PollerFailure.of(NAME, "epoll_ctl", -watched);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean tellsHalfClose() {
    return true;
  }

  @Override
  public boolean add(Pollable pollable) {
    long key = registrations.add(pollable);
    int descriptor = pollable.descriptor();
    int events = pollable.shared() ? SHARED_EVENTS : OWN_EVENTS;
    int answer = calls.control(epoll, Constants.EPOLL_CTL_ADD, descriptor, events, key);
    if (answer == -Errno.EEXIST) {
      // Removed earlier and not closed: the kernel still knows it, under the old key.
      answer = calls.control(epoll, Constants.EPOLL_CTL_MOD, descriptor, events, key);
    }
    if (answer >= 0) {
      return true;
    }
    registrations.remove(pollable);
    if (answer == -Errno.ENOMEM || answer == -Errno.ENOSPC) {
      return false;
    }
    throw PollerFailure.of(NAME, "epoll_ctl(ADD, descriptor " + descriptor + ")", -answer);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Only a shared descriptor is taken out of the kernel's set here, as it may stay open (in
   * another loop or process). Any other is left to {@code close}, which follows and takes it out by
   * itself, so that a connection costs one system call less; if the kernel reports it all the same,
   * because a copy of the descriptor is open elsewhere, the report is dropped.
   */
  @Override
  public void remove(Pollable pollable) {
    if (registrations.remove(pollable) && pollable.shared()) {
      calls.control(epoll, Constants.EPOLL_CTL_DEL, pollable.descriptor(), 0, 0);
    }
  }

  @Override
  public void await(long timeoutNanos) {
    awaited = 0;
    int millis = PollCalls.millis(timeoutNanos);
    boolean wait = millis != 0 && wakeup.beforeWait();
    int count = calls.await(epoll, batch, BATCH, wait ? millis : 0);
    wakeup.afterWait();
    if (count < 0 && count != -Errno.EINTR) {
      throw PollerFailure.of(NAME, "epoll_wait", -count);
    }
    awaited = Math.max(0, count);
  }

  /**
   * {@inheritDoc}
   *
   * @throws RuntimeException what a handler threw, once all reports of the batch are delivered;
   *     likewise an {@code Error}
   */
  @Override
  public int deliver() {
    int count = awaited;
    awaited = 0;
    int delivered = 0;
    for (int i = 0; i < count; i++) {
      if (deliver(EpollCalls.keyAt(batch, i), EpollCalls.eventsAt(batch, i))) {
        delivered++;
      }
    }
    delivery.finish();
    return delivered;
  }

  private boolean deliver(long key, int events) {
    Pollable pollable = key == WAKEUP_KEY ? null : registrations.find(key);
    if (pollable == null) {
      return false;
    }
    delivery.deliver(pollable, events);
    return true;
  }

  @Override
  public void watched(Consumer<? super Pollable> visitor) {
    registrations.forEach(visitor);
  }

  @Override
  public void wakeup() {
    wakeup.signal();
  }

  @Override
  public void close() {
    wakeup.close();
    files.close(epoll);
  }
}
