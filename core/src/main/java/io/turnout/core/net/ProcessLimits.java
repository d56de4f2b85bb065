package io.turnout.core.net;

import io.turnout.core.internal.linux.Kernel;
import io.turnout.core.internal.linux.ResourceLimits;

/** What the system lets this process have. */
public final class ProcessLimits {
  private ProcessLimits() {}

  /** How many descriptors may be open at once. The JVM has raised it as far as it may. */
  public static int descriptors() {
    long soft = new ResourceLimits(new Kernel()).descriptors().soft();
    return (int) Math.min(soft, Integer.MAX_VALUE);
  }
}
