package io.turnout.xprt.ssl;

import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;

/** What TLS stands on, and what it waits for there. */
final class LowerLayer {
  private final WaitEvent waiting;
  private XprtOps ops;

  /** What it was asked for; the part that is not waited for any more may be tried. */
  private int asked;

  LowerLayer(XprtOps ops, Tasklet tasklet) {
    this.ops = ops;
    this.waiting = new WaitEvent(tasklet);
  }

  XprtOps ops() {
    return ops;
  }

  /** Another one has come between, or the one between has left. */
  void ops(XprtOps now) {
    ops = now;
  }

  /** Takes what may be tried again. */
  int ready() {
    int ready = asked & ~waiting.events();
    asked = waiting.events();
    return ready;
  }

  void ask(int events) {
    int more = events & ~waiting.events();
    asked |= events;
    if (more != 0) {
      ops.subscribe(more, waiting);
    }
  }

  /** Waits for them no longer, if it did. */
  void forget(int events) {
    int idle = events & waiting.events();
    if (idle != 0) {
      ops.unsubscribe(idle, waiting);
      asked &= ~idle;
    }
  }
}
