package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.proxy.config.rule.NetworkConfig;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** Networks: an address, and how many of its bits count. */
final class Networks {
  private static final Pattern IP4 = Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}");
  private static final Pattern IP6_LIKE = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
  private static final Pattern SHORT_NUMBER = Pattern.compile("\\d{1,3}");
  private static final long MAPPED = 0xffff_0000_0000L;

  private Networks() {}

  static NetworkConfig parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    String mask = slash < 0 ? "" : text.substring(slash + 1);
    if (IP4.matcher(address).matches()) {
      int bits = slash < 0 ? 32 : IP4.matcher(mask).matches() ? ones(mask, text) : -1;
      return new NetworkConfig(
          0, MAPPED | ip4(address, text), 96 + (bits < 0 ? bits(mask, 32, text) : bits));
    }
    if (!IP6_LIKE.matcher(address).matches()) {
      throw bad(text);
    }
    byte[] bytes = ip6(address, text);
    ByteBuffer words = ByteBuffer.wrap(bytes);
    return new NetworkConfig(
        words.getLong(), words.getLong(), slash < 0 ? 128 : bits(mask, 128, text));
  }

  private static long ip4(String address, String text) {
    long ip = 0;
    for (String part : address.split("\\.", -1)) {
      if (Integer.parseInt(part) > 255) {
        throw bad(text);
      }
      ip = ip << 8 | Integer.parseInt(part);
    }
    return ip;
  }

  private static byte[] ip6(String address, String text) {
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      if (parsed instanceof Inet4Address) {
        // The JDK turns ::ffff:a.b.c.d into the IPv4 address.
        return ByteBuffer.allocate(16).putLong(0).putInt(0xffff).put(parsed.getAddress()).array();
      }
      return parsed.getAddress();
    } catch (IllegalArgumentException e) {
      throw bad(text);
    }
  }

  private static int bits(String mask, int max, String text) {
    if (!SHORT_NUMBER.matcher(mask).matches() || Integer.parseInt(mask) > max) {
      throw bad(text);
    }
    return Integer.parseInt(mask);
  }

  /** The length of a mask such as 255.255.0.0. */
  private static int ones(String mask, String text) {
    int value = (int) ip4(mask, text);
    int ones = Integer.bitCount(value);
    if (value != (ones == 0 ? 0 : -1 << (32 - ones))) {
      throw bad(text);
    }
    return ones;
  }

  private static Rejection bad(String text) {
    return Patterns.bad(
        "'"
            + text
            + "' is no address and no network. Allowed: 192.0.2.1, 192.0.2.0/24,"
            + " 192.0.2.0/255.255.255.0, 2001:db8::1 and 2001:db8::/32; no host names.");
  }
}
