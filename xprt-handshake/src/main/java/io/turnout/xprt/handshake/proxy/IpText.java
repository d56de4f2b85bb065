package io.turnout.xprt.handshake.proxy;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import org.jspecify.annotations.Nullable;

/** IP addresses and ports in the one form that headers allow. */
final class IpText {
  private static final int GROUPS = 8;

  private IpText() {}

  /** A number without a sign and leading zeros, or -1. */
  static int number(String text, int most) {
    if (text.isEmpty() || text.length() > 5 || text.length() > 1 && text.charAt(0) == '0') {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      value = 10 * value + digit - '0';
    }
    return value <= most ? value : -1;
  }

  /** Four numbers between dots, or null. */
  static @Nullable Ip4Address ip4(String text, int port) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    int ip = 0;
    for (String part : parts) {
      int octet = number(part, 255);
      if (octet < 0) {
        return null;
      }
      ip = ip << 8 | octet;
    }
    return new Ip4Address(ip, port);
  }

  /** As RFC 4291 has it, without a scope; or null. */
  static @Nullable Ip6Address ip6(String text, int port) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    int[] groups = new int[GROUPS];
    int front = groups(gap < 0 ? text : text.substring(0, gap), gap < 0, groups);
    int[] tail = new int[GROUPS];
    int back = gap < 0 ? 0 : groups(text.substring(gap + 2), true, tail);
    if (front < 0 || back < 0 || (gap < 0 ? front != GROUPS : front + back >= GROUPS)) {
      return null;
    }
    System.arraycopy(tail, 0, groups, GROUPS - back, back);
    return new Ip6Address(half(groups, 0), half(groups, 4), port, 0);
  }

  /** The address alone, as headers have it. */
  static String text(Address address) {
    String whole = address.toString();
    int colon = whole.lastIndexOf(':');
    return address instanceof Ip6Address
        ? whole.substring(1, colon - 1)
        : whole.substring(0, colon);
  }

  /** Reads groups between colons; how many there are, or -1. */
  private static int groups(String text, boolean atEnd, int[] into) {
    if (text.isEmpty()) {
      return 0;
    }
    int count = 0;
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean dotted = atEnd && i == parts.length - 1 && parts[i].indexOf('.') >= 0;
      if (count + (dotted ? 2 : 1) > GROUPS) {
        return -1;
      }
      if (dotted) {
        Ip4Address ip4 = ip4(parts[i], 0);
        if (ip4 == null) {
          return -1;
        }
        into[count++] = ip4.ip() >>> 16;
        into[count++] = ip4.ip() & 0xffff;
      } else {
        int group = group(parts[i]);
        if (group < 0) {
          return -1;
        }
        into[count++] = group;
      }
    }
    return count;
  }

  private static int group(String text) {
    if (text.isEmpty() || text.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static long half(int[] groups, int from) {
    long value = 0;
    for (int i = from; i < from + 4; i++) {
      value = value << 16 | groups[i];
    }
    return value;
  }
}
