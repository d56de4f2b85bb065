package io.turnout.proxy.log;

/** A log target that cannot be opened. The message says which, why, and what to do. */
public final class LogTargetException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LogTargetException(String message) {
    super(message);
  }

  LogTargetException(String message, Throwable cause) {
    super(message, cause);
  }
}
