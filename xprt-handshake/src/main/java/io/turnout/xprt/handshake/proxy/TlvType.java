package io.turnout.xprt.handshake.proxy;

/** The types of fields that the protocol defines. */
final class TlvType {
  static final int ALPN = 0x01;
  static final int AUTHORITY = 0x02;
  static final int CRC32C = 0x03;
  static final int NOOP = 0x04;
  static final int UNIQUE_ID = 0x05;
  static final int SSL = 0x20;
  static final int SSL_VERSION = 0x21;
  static final int SSL_CN = 0x22;
  static final int SSL_CIPHER = 0x23;
  static final int SSL_SIG_ALG = 0x24;
  static final int SSL_KEY_ALG = 0x25;
  static final int NETNS = 0x30;

  private static final int LONGEST_AUTHORITY = 255;
  private static final int LONGEST_UNIQUE_ID = 128;
  private static final int LONGEST = 65535;

  private TlvType() {}

  /** How long the value of a field of that type can be, as the protocol has it. */
  static int longest(int type) {
    return switch (type) {
      case AUTHORITY -> LONGEST_AUTHORITY;
      case UNIQUE_ID -> LONGEST_UNIQUE_ID;
      default -> LONGEST;
    };
  }
}
