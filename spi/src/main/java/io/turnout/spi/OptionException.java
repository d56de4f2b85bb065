package io.turnout.spi;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A provider cannot make anything of the options that the configuration gives it.
 *
 * <p>Its message is for people, and stands on its own behind the place in the configuration: which
 * option, what it was given, what is allowed, what to do.
 */
public final class OptionException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** Says what is wrong, as in {@code option 'version': '3' is none. Use 1 or 2}. */
  public OptionException(String message) {
    super(message);
  }

  /** The same, with what brought it to light, or null. */
  public OptionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What is wrong, for people. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
