package io.turnout.core.internal.linux;

import static io.turnout.core.internal.linux.Constants.POLLERR;
import static io.turnout.core.internal.linux.Constants.POLLHUP;
import static io.turnout.core.internal.linux.Constants.POLLIN;
import static io.turnout.core.internal.linux.Constants.POLLNVAL;
import static io.turnout.core.internal.linux.Constants.POLLOUT;
import static io.turnout.core.internal.linux.Constants.POLLPRI;
import static io.turnout.core.internal.linux.Constants.POLLRDHUP;

import io.turnout.core.loop.Pollable;
import io.turnout.core.loop.Poller;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the reports of one batch. A handler that throws must not cost the others their reports,
 * which an edge poller never repeats: what was thrown is kept until the batch is done.
 */
final class Delivery {
  private @Nullable Throwable failure;

  /** Delivers; {@code systemEvents} are those of poll(2), which epoll(7) shares. */
  void deliver(Pollable pollable, int systemEvents) {
    try {
      pollable.onReady(translated(systemEvents));
    } catch (Throwable thrown) {
      keep(thrown);
    }
  }

  /** Ends the batch: throws the first of what the handlers threw, which carries the others. */
  void finish() {
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      throw NativeFunction.unexpected(thrown);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a throwable must not suppress itself
  private void keep(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    } else if (failure != thrown) {
      failure.addSuppressed(thrown);
    }
  }

  static int translated(int systemEvents) {
    int events = (systemEvents & POLLIN) != 0 ? Poller.IN : 0;
    events |= (systemEvents & POLLOUT) != 0 ? Poller.OUT : 0;
    events |= (systemEvents & POLLHUP) != 0 ? Poller.HUP : 0;
    events |= (systemEvents & (POLLERR | POLLNVAL)) != 0 ? Poller.ERR : 0;
    events |= (systemEvents & POLLRDHUP) != 0 ? Poller.RDHUP : 0;
    events |= (systemEvents & POLLPRI) != 0 ? Poller.PRI : 0;
    return events;
  }
}
