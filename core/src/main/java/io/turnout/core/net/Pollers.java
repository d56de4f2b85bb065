package io.turnout.core.net;

import io.turnout.core.internal.linux.EpollPoller;
import io.turnout.core.internal.linux.Kernel;
import io.turnout.core.internal.linux.PollPoller;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.UnsupportedPlatformException;
import java.util.List;

/** The pollers of this system. */
public final class Pollers {
  private Pollers() {}

  /** Their names, the fastest first. */
  public static List<String> names() {
    return List.of(EpollPoller.NAME, PollPoller.NAME);
  }

  /**
   * Whether the poller works on this machine: it is opened and closed once.
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException if there is none of that name
   */
  public static boolean available(String name) {
    try {
      open(name).close();
      return true;
    } catch (UnsupportedPlatformException | IllegalStateException refused) {
      return false;
    }
  }

  /**
   * Opens a poller for one event loop.
   *
   * <p><b>Thread:</b> any; then it belongs to the loop's.
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException if there is none of that name
   * @throws IllegalStateException if the system refuses, such as for want of descriptors
   * @throws UnsupportedPlatformException if no poller works on this machine
   */
  public static Poller open(String name) {
    return switch (name) {
      case EpollPoller.NAME -> new EpollPoller(new Kernel());
      case PollPoller.NAME -> new PollPoller(new Kernel());
      default ->
          throw new IllegalArgumentException(
              "poller '"
                  + name
                  + "': no such poller. Available: "
                  + String.join(", ", names())
                  + ".");
    };
  }
}
