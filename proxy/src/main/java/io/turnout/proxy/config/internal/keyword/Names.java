package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.Rejection;

/** The names of proxies and servers. */
public final class Names {
  private Names() {}

  /** The first character that a name must not have, or -1. */
  public static int firstForbidden(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean allowed =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || "-_.:".indexOf(c) >= 0;
      if (!allowed) {
        return c;
      }
    }
    return -1;
  }

  static void check(String name, String noun, Arguments arguments) {
    int forbidden = firstForbidden(name);
    if (forbidden >= 0) {
      throw new Rejection(ConfigErrorCode.BAD_NAME, message(name, noun, forbidden))
          .in(arguments.keyword());
    }
  }

  /** What is wrong with a name. */
  public static String message(String name, String noun, int forbidden) {
    return "the "
        + noun
        + " '"
        + name
        + "' has the character '"
        + (char) forbidden
        + "'. Allowed: letters, digits, '-', '_', '.' and ':'.";
  }
}
