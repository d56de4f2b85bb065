package io.turnout.core.internal.linux;

import io.turnout.core.loop.Pollable;
import io.turnout.core.loop.Poller;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The poller on poll(2), for a system whose epoll is forbidden: it tells the kernel of every
 * descriptor at each wait, so it is for few.
 *
 * <p>A descriptor with no {@link Pollable#interest()} is left out, as its errors would be reported
 * again and again. A half close is asked for together with reads.
 */
public final class PollPoller implements Poller {
  /** What {@link #name()} answers. */
  public static final String NAME = "poll";

  private static final int INITIAL_CAPACITY = 64;

  private final PollCalls calls;
  private final WakeupSignal wakeup;
  private final Registrations registrations = new Registrations();
  private final Delivery delivery = new Delivery();
  // Those watched, in the order of add; a removed one stays until the next wait.
  private long[] watched = new long[INITIAL_CAPACITY];
  private int watchedCount;
  // The keys of this batch's entries. Entry 0 is the wake-up's.
  private long[] asked = new long[INITIAL_CAPACITY + 1];
  private MemorySegment entries = PollCalls.entries(INITIAL_CAPACITY + 1);
  private int askedCount;
  private int ready;

  /**
   * Opens it.
   *
   * @param kernel that of the thread which will call {@link #await}
   * @throws IllegalStateException if the system refuses
   */
  public PollPoller(Kernel kernel) {
    calls = new PollCalls(kernel.state());
    int counter = kernel.files().eventfd(0, Constants.EFD_NONBLOCK | Constants.EFD_CLOEXEC);
    wakeup = new WakeupSignal(kernel.files(), PollerFailure.require(NAME, "eventfd", counter));
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
    if (watchedCount == watched.length) {
      compact();
    }
    if (watchedCount == watched.length) {
      watched = Arrays.copyOf(watched, watched.length * 2);
    }
    watched[watchedCount++] = key;
    return true;
  }

  @Override
  public void remove(Pollable pollable) {
    registrations.remove(pollable);
  }

  private void compact() {
    int kept = 0;
    for (int i = 0; i < watchedCount; i++) {
      if (registrations.find(watched[i]) != null) {
        watched[kept++] = watched[i];
      }
    }
    watchedCount = kept;
  }

  @Override
  public void await(long timeoutNanos) {
    ready = 0;
    int millis = PollCalls.millis(timeoutNanos);
    askedCount = ask();
    boolean wait = millis != 0 && wakeup.beforeWait();
    int answer = calls.await(entries, askedCount, wait ? millis : 0);
    wakeup.afterWait();
    if (answer < 0 && answer != -Errno.EINTR) {
      throw PollerFailure.of(NAME, "poll", -answer);
    }
    ready = Math.max(0, answer);
  }

  /**
   * {@inheritDoc}
   *
   * @throws RuntimeException what a handler threw, once all reports of the batch are delivered;
   *     likewise an {@code Error}
   */
  @Override
  public int deliver() {
    int left = ready;
    ready = 0;
    int delivered = deliverAll(askedCount, left);
    delivery.finish();
    return delivered;
  }

  private int ask() {
    if (entries.byteSize() < PollCalls.bytes(watched.length + 1)) {
      entries = PollCalls.entries(watched.length + 1);
      asked = new long[watched.length + 1];
    }
    PollCalls.ask(entries, 0, wakeup.descriptor(), Constants.POLLIN);
    int count = 1;
    int kept = 0;
    for (int i = 0; i < watchedCount; i++) {
      long key = watched[i];
      Pollable pollable = registrations.find(key);
      if (pollable != null) {
        watched[kept++] = key;
        int events = systemEvents(pollable.interest());
        if (events != 0) {
          asked[count] = key;
          PollCalls.ask(entries, count++, Registrations.descriptor(key), events);
        }
      }
    }
    watchedCount = kept;
    return count;
  }

  private static int systemEvents(int interest) {
    int events =
        (interest & IN) != 0 ? Constants.POLLIN | Constants.POLLPRI | Constants.POLLRDHUP : 0;
    return (interest & OUT) != 0 ? events | Constants.POLLOUT : events;
  }

  private int deliverAll(int count, int reported) {
    int left = reported;
    if (left > 0 && PollCalls.reportedAt(entries, 0) != 0) {
      wakeup.drain();
      left--;
    }
    int delivered = 0;
    for (int i = 1; i < count && left > 0; i++) {
      int events = PollCalls.reportedAt(entries, i);
      if (events != 0) {
        left--;
        Pollable pollable = registrations.find(asked[i]);
        if (pollable != null) {
          delivery.deliver(pollable, events);
          delivered++;
        }
      }
    }
    return delivered;
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
  }
}
