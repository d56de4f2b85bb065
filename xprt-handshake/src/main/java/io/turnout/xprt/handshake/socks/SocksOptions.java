package io.turnout.xprt.handshake.socks;

import io.turnout.core.conn.Connection;
import io.turnout.spi.OptionException;
import io.turnout.xprt.handshake.wire.Options;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options that both versions have.
 *
 * @param host what is to be reached; null for what the connection says
 */
record SocksOptions(@Nullable Wanted host) {
  static final String HOST = "host";
  static final String PORT = "port";
  static final String USER = "user";

  private static final int LONGEST = 255;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  /** Reads host and port, which come together or not at all. */
  static SocksOptions of(Options options) throws OptionException {
    String host = options.text(HOST);
    int port = options.number(PORT, 1, 65535, 0);
    if (host == null && port == 0) {
      return new SocksOptions(null);
    }
    if (host == null || port == 0) {
      throw new OptionException(
          "option '%s' is missing. Give both, or none".formatted(host == null ? HOST : PORT));
    }
    byte[] ip = literal(host);
    if (ip != null) {
      return new SocksOptions(new Wanted("", ip, port));
    }
    if (!NAME.matcher(host).matches()) {
      throw new OptionException(
          "option 'host': '%s' is no name of a host. Use letters, digits, '.', '-' and '_'"
              .formatted(host));
    }
    return new SocksOptions(Wanted.named(host, port));
  }

  /** An address in digits; null if it is a name. It is no name to a SOCKS proxy either. */
  private static byte @Nullable [] literal(String host) {
    try {
      return InetAddress.ofLiteral(host).getAddress();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** What is to be reached by this connection; null if that is not known. */
  @Nullable Wanted wanted(Connection connection) {
    return host == null ? Wanted.at(connection.destination()) : host;
  }

  /** A text of 1 to 255 bytes without NUL. */
  static String word(String option, String value) throws OptionException {
    int length = value.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > LONGEST || value.indexOf('\0') >= 0) {
      throw new OptionException(
          "option '%s': %d bytes. Use 1 to %d, without NUL".formatted(option, length, LONGEST));
    }
    return value;
  }
}
