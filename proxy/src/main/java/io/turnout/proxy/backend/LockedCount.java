package io.turnout.proxy.backend;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A number written under its backend's lock, and read by anybody. Costs no fence. */
final class LockedCount {
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(LockedCount.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long value;

  void add(long difference) {
    VALUE.setOpaque(this, value + difference);
  }

  /** With the lock held. */
  long exact() {
    return value;
  }

  /** Without the lock: what it was a moment ago. */
  long latest() {
    return (long) VALUE.getOpaque(this);
  }
}
