package io.turnout.spi;

import java.net.IDN;

/**
 * Names for which clients ask servers in TLS (SNI).
 *
 * <p><b>Thread:</b> any.
 */
public final class ServerNames {
  private ServerNames() {}

  /**
   * A name as it is sent. Its parts have letters, digits, hyphens and underscores, with dots
   * between and none at the end; letters of other alphabets are written in ASCII.
   *
   * @throws IllegalArgumentException if it is no such name
   */
  public static String ascii(String name) {
    // The rules have no underscore for a part of a name. Services inside of networks have them, and
    // are asked for by other clients.
    String checked = IDN.toASCII(name.replace('_', 'x'), IDN.USE_STD3_ASCII_RULES);
    if (checked.isEmpty() || checked.endsWith(".")) {
      throw new IllegalArgumentException("a name is not empty, and ends in no dot");
    }
    return name.indexOf('_') < 0 ? checked : IDN.toASCII(name);
  }
}
