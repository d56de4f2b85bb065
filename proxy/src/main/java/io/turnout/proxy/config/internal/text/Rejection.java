package io.turnout.proxy.config.internal.text;

import io.turnout.proxy.config.ConfigErrorCode;

/** Ends the reading of a word, an option or a line; caught by who knows where that is. */
public final class Rejection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ConfigErrorCode code;
  private final String text;

  public Rejection(ConfigErrorCode code, String text) {
    super(text, null, false, false);
    this.code = code;
    this.text = text;
  }

  public ConfigErrorCode code() {
    return code;
  }

  public String text() {
    return text;
  }

  /** The same, with the keyword that it concerns in front. */
  public Rejection in(String keyword) {
    return new Rejection(code, "'" + keyword + "': " + text);
  }
}
