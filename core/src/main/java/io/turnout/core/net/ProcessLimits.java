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

  /**
   * Asks for another number of descriptors; more than the system allows needs a privilege. For a
   * program that owns its process, before it opens much: the limit is that of all its parts.
   *
   * @return whether it is in force now
   */
  public static boolean changeDescriptors(int wanted) {
    ResourceLimits limits = new ResourceLimits(new Kernel());
    long hard = limits.descriptors().hard();
    return limits.changeDescriptors(wanted, Math.max(hard, wanted)) == 0;
  }
}
