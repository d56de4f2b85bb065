package io.turnout.proxy.log;

import io.turnout.core.address.Address;
import io.turnout.core.address.InheritedAddress;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import org.jspecify.annotations.Nullable;

/** How values look in a field: quotes, hexadecimal, and {@code -} for what is not there. */
final class FieldText {
  private FieldText() {}

  static void text(LineBuffer line, @Nullable String text, int flags) {
    text(line, text, "", flags);
  }

  /** {@code text} and {@code suffix} as one value. */
  static void text(LineBuffer line, @Nullable String text, String suffix, int flags) {
    boolean quote = (flags & FieldWriter.QUOTE) != 0;
    if (quote) {
      line.ascii('"');
    }
    if (text != null && !text.isEmpty()) {
      if ((flags & FieldWriter.ESCAPE) != 0) {
        line.escaped(text);
      } else {
        line.text(text);
      }
      line.text(suffix);
    } else if (!quote) {
      line.ascii('-');
    }
    if (quote) {
      line.ascii('"');
    }
  }

  static void number(LineBuffer line, long value, int hexDigits, int flags) {
    if ((flags & FieldWriter.HEX) != 0) {
      line.hex(value, hexDigits);
    } else {
      line.number(value);
    }
  }

  static void port(LineBuffer line, @Nullable Address address, int listenerId, int flags) {
    switch (address) {
      case null -> text(line, null, flags);
      case Ip4Address ip4 -> number(line, ip4.port(), 4, flags);
      case Ip6Address ip6 -> number(line, ip6.port(), 4, flags);
      case UnixAddress _ -> number(line, listenerId, 4, flags);
      case InheritedAddress _ -> number(line, listenerId, 4, flags);
    }
  }

  static void ip(LineBuffer line, @Nullable Address address, int flags) {
    switch (address) {
      case null -> text(line, null, flags);
      case Ip4Address ip4 -> ip4(line, ip4.ip(), flags);
      case Ip6Address ip6 -> ip6(line, ip6, flags);
      case UnixAddress _ -> text(line, "unix", flags);
      case InheritedAddress _ -> text(line, "fd", flags);
    }
  }

  private static void ip4(LineBuffer line, int ip, int flags) {
    if ((flags & FieldWriter.HEX) != 0) {
      line.hex(Integer.toUnsignedLong(ip), 8);
      return;
    }
    quote(line, flags);
    dotted(line, ip);
    quote(line, flags);
  }

  private static void dotted(LineBuffer line, int ip) {
    line.number(ip >>> 24);
    line.ascii('.');
    line.number(ip >>> 16 & 255);
    line.ascii('.');
    line.number(ip >>> 8 & 255);
    line.ascii('.');
    line.number(ip & 255);
  }

  private static void ip6(LineBuffer line, Ip6Address ip, int flags) {
    if ((flags & FieldWriter.HEX) != 0) {
      line.hex(ip.high(), 16);
      line.hex(ip.low(), 16);
      return;
    }
    quote(line, flags);
    if (ip.high() == 0 && ip.low() >>> 32 == 0xffff) {
      line.text("::ffff:");
      dotted(line, (int) ip.low());
    } else {
      groups(line, ip);
    }
    quote(line, flags);
  }

  /** RFC 5952: the first longest run of two or more zero groups becomes {@code ::}. */
  private static void groups(LineBuffer line, Ip6Address ip) {
    int gapStart = -1;
    int gapLength = 1;
    int run = 0;
    for (int i = 0; i < 8; i++) {
      run = group(ip, i) == 0 ? run + 1 : 0;
      if (run > gapLength) {
        gapLength = run;
        gapStart = i - run + 1;
      }
    }
    for (int i = 0; i < 8; i++) {
      if (i == gapStart) {
        line.text("::");
        i += gapLength - 1;
      } else {
        if (i > 0 && (gapStart < 0 || i != gapStart + gapLength)) {
          line.ascii(':');
        }
        line.smallHex(group(ip, i));
      }
    }
  }

  private static int group(Ip6Address ip, int index) {
    long half = index < 4 ? ip.high() : ip.low();
    return (int) (half >>> ((3 - (index & 3)) * 16)) & 0xffff;
  }

  private static void quote(LineBuffer line, int flags) {
    if ((flags & FieldWriter.QUOTE) != 0) {
      line.ascii('"');
    }
  }
}
