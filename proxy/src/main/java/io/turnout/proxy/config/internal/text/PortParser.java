package io.turnout.proxy.config.internal.text;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.ParsedAddress.PortPart;

/** What stands behind the last colon of an address. */
final class PortParser {
  private static final int MAX_PORT = 65535;

  private PortParser() {}

  static PortPart parse(String port, String text) {
    if (port.isEmpty()) {
      return new PortPart.None();
    }
    if (port.startsWith("+") || port.startsWith("-")) {
      int difference = number(port.substring(1), port, text);
      return new PortPart.Offset(port.startsWith("-") ? -difference : difference);
    }
    int dash = port.indexOf('-');
    if (dash < 0) {
      int number = number(port, port, text);
      return new PortPart.Range(number, number);
    }
    int low = number(port.substring(0, dash), port, text);
    int high = number(port.substring(dash + 1), port, text);
    if (low > high) {
      throw new Rejection(
          ConfigErrorCode.BAD_PORT,
          "the port range '" + port + "' in '" + text + "' ends before it starts.");
    }
    return new PortPart.Range(low, high);
  }

  private static int number(String digits, String port, String text) {
    if (!Digits.areAll(digits) || digits.length() > 9 || Integer.parseInt(digits) > MAX_PORT) {
      throw new Rejection(
          ConfigErrorCode.BAD_PORT,
          "the port '" + port + "' in '" + text + "': expected a number up to " + MAX_PORT + ".");
    }
    return Integer.parseInt(digits);
  }
}
