package io.turnout.core.loop;

/**
 * This machine, JDK or set of start options cannot run the sockets. The message says what is wrong
 * and what to do, in one line; there is no stack trace, as the place in the code does not matter.
 */
public final class UnsupportedPlatformException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Describes the problem.
   *
   * @param message one line for the operator
   */
  public UnsupportedPlatformException(String message) {
    super(message, null, false, false);
  }
}
