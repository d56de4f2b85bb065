package io.turnout.core.loop;

/** What a {@link Poller} watches: a socket, a listener. The object is its own registration. */
public interface Pollable {
  /** The descriptor's number; the same from {@link Poller#add} to {@link Poller#remove}. */
  int descriptor();

  /**
   * What is waited for now: {@link Poller#IN}, {@link Poller#OUT}, both or 0. Asked by level
   * pollers.
   */
  int interest();

  /**
   * The descriptor is ready for something.
   *
   * <p><b>Thread:</b> the loop's. May add and remove pollables, itself too.
   *
   * @param events {@link Poller#IN} and the others
   */
  void onReady(int events);

  /**
   * Whether each loop that shares this descriptor should be woken only if no other is (a shared
   * listener).
   */
  default boolean shared() {
    return false;
  }

  /** Appends what a dump shows of it beside its descriptor, on one line. */
  default void dump(StringBuilder to) {
    to.append(getClass().getSimpleName());
  }
}
