package io.turnout.core.net;

/** A socket could not be set up at start. The message says what, where, why and what to do. */
public final class NetworkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message for people. */
  public NetworkException(String message) {
    super(message);
  }
}
