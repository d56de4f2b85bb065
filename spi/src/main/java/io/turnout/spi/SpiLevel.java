package io.turnout.spi;

/** The version of the contract between Turnout and its plugins. */
public final class SpiLevel {
  /**
   * The level of this artifact. Raised when a plugin compiled against it could fail on the one
   * before.
   *
   * <p>A plugin returns it from {@link Provider#level()}: being a constant, it is compiled into the
   * plugin, and so tells which level it was built for.
   */
  public static final int CURRENT = 1;

  /** The oldest level whose plugins still work. */
  public static final int OLDEST = 1;

  private SpiLevel() {}
}
