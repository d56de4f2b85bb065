package io.turnout.core.loop;

import java.util.function.Consumer;

/**
 * Waits for descriptors to become ready, and tells each.
 *
 * <p>One per event loop. A report is a hint that an attempt may succeed: the {@link Pollable} keeps
 * it until an attempt shows that it no longer holds. An edge poller (epoll) reports each change
 * once and needs to hear of a descriptor once; a level poller (poll) asks {@link
 * Pollable#interest()} before each wait. Both may report what is known already.
 *
 * <p><b>Thread:</b> the loop's only, but for {@link #wakeup()}.
 */
public interface Poller extends AutoCloseable {
  /** Data or a connection may be read. */
  int IN = 1;

  /** Data may be written, or a connect has ended. */
  int OUT = 2;

  /** Both directions are shut. */
  int HUP = 4;

  /** The socket has an error to tell. */
  int ERR = 8;

  /** The peer has shut its sending side; data may precede. Only where {@link #tellsHalfClose()}. */
  int RDHUP = 16;

  /** An urgent byte came: a read stops in front of it, however much is behind. */
  int PRI = 32;

  /** The name that {@code -vv} lists: {@code epoll}, {@code poll}. */
  String name();

  /** Whether this poller can report {@link #RDHUP}. */
  boolean tellsHalfClose();

  /**
   * Begins to watch a descriptor.
   *
   * @return false if the system is out of memory or watches; nothing is watched then
   */
  boolean add(Pollable pollable);

  /** Ends watching. To be called before the descriptor is closed; no report comes afterwards. */
  void remove(Pollable pollable);

  /**
   * Waits for at least one report, a wake-up or the timeout. What came is kept for {@link
   * #deliver()}, between which and this the loop looks at its clock.
   *
   * @param timeoutNanos how long to wait; 0 only looks, negative waits without limit
   */
  void await(long timeoutNanos);

  /**
   * Delivers what the last {@link #await} found through {@link Pollable#onReady(int)}, once.
   *
   * @return how many reports were delivered
   */
  int deliver();

  /** Shows everything that is watched, by rising descriptors where the poller knows an order. */
  default void watched(Consumer<? super Pollable> visitor) {}

  /** Ends a running or the next {@link #await(long)} at once. <b>Thread:</b> any. */
  void wakeup();

  @Override
  void close();
}
