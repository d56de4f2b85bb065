package io.turnout.spi;

/**
 * What every plugin has: a class with a public constructor without arguments, named in the jar's
 * {@code module-info} and in {@code META-INF/services}.
 *
 * <p><b>Thread:</b> one, at start.
 */
public interface Provider {
  /** The name in the configuration: lower-case letters, digits and {@code -}. */
  String name();

  /** To be implemented as {@code return SpiLevel.CURRENT;}. */
  int level();
}
