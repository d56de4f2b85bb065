package io.turnout.spi;

import java.net.IDN;
import javax.net.ssl.SNIHostName;

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
    // The JDK takes no underscore for a part of a name. Services inside of networks have them, and
    // are asked for by other clients.
    SNIHostName checked = new SNIHostName(name.replace('_', 'x'));
    return name.indexOf('_') < 0 ? checked.getAsciiName() : IDN.toASCII(name);
  }
}
