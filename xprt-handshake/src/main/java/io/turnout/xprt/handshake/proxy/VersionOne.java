package io.turnout.xprt.handshake.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.conn.ConnError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header that is a line of text. */
final class VersionOne {
  /** The longest line, with its end. */
  static final int LONGEST = 107;

  private static final byte[] PREFIX = "PROXY ".getBytes(ISO_8859_1);
  private static final int PORTS = 65535;

  private VersionOne() {}

  /** As {@link io.turnout.xprt.handshake.wire.Speech#needed}. */
  static int needed(byte[] seen, int length) {
    for (int i = 0; i < length; i++) {
      boolean foreign = i < PREFIX.length && seen[i] != PREFIX[i];
      if (foreign || seen[i] == '\n' || i == LONGEST - 1) {
        return i + 1;
      }
    }
    return length + 1;
  }

  /** Reads what {@link #needed} found whole. */
  static HeaderRead read(byte[] bytes, int length) {
    for (int i = 0; i < Math.min(length, PREFIX.length); i++) {
      if (bytes[i] != PREFIX[i]) {
        return new BadHeader(ConnError.PRX_NOT_HDR, "neither version begins so");
      }
    }
    if (length < PREFIX.length + 2 || bytes[length - 1] != '\n' || bytes[length - 2] != '\r') {
      String wrong = bytes[length - 1] == '\n' ? "line ends without CR" : "line too long";
      return new BadHeader(ConnError.PRX_BAD_HDR, wrong);
    }
    String line = new String(bytes, PREFIX.length, length - 2 - PREFIX.length, ISO_8859_1);
    String[] words = line.split(" ", -1);
    return switch (words[0]) {
      // What follows is to be ignored, as the protocol has it.
      case "UNKNOWN" -> ProxyHeader.NOBODY;
      case "TCP4", "TCP6" -> addresses(words);
      default -> new BadHeader(ConnError.PRX_BAD_PROTO, "neither TCP4, TCP6 nor UNKNOWN");
    };
  }

  /** The line for a pair of addresses; UNKNOWN if they are not both IP addresses. */
  static byte[] write(@Nullable Address source, @Nullable Address destination) {
    IpPair pair = IpPair.of(source, destination);
    String line =
        pair == null
            ? "PROXY UNKNOWN\r\n"
            : "PROXY %s %s %s %d %d\r\n"
                .formatted(
                    pair.source() instanceof Ip4Address ? "TCP4" : "TCP6",
                    IpText.text(pair.source()),
                    IpText.text(pair.destination()),
                    pair.sourcePort(),
                    pair.destinationPort());
    return line.getBytes(ISO_8859_1);
  }

  private static HeaderRead addresses(String[] words) {
    if (words.length != 5) {
      return new BadHeader(ConnError.PRX_BAD_HDR, "%d words, not 6".formatted(words.length + 1));
    }
    int sourcePort = IpText.number(words[3], PORTS);
    int destinationPort = IpText.number(words[4], PORTS);
    if (sourcePort < 0 || destinationPort < 0) {
      return new BadHeader(ConnError.PRX_BAD_HDR, "malformed port");
    }
    Address source = address(words[0], words[1], sourcePort);
    Address destination = address(words[0], words[2], destinationPort);
    if (source == null || destination == null) {
      return new BadHeader(ConnError.PRX_BAD_HDR, "malformed address for " + words[0]);
    }
    return new ProxyHeader(source, destination, List.of());
  }

  private static @Nullable Address address(String family, String text, int port) {
    return family.equals("TCP4") ? IpText.ip4(text, port) : IpText.ip6(text, port);
  }
}
