package io.turnout.xprt.handshake.starttls;

/** Packets of MySQL's protocol, with a character for each byte. */
final class MysqlTalk {
  static final int SSL = 0x800;
  static final int CAPABILITIES = 0x8200;

  private static final String TERMS = "\0\0\0\1\u0021" + "\0".repeat(19) + "\u001d\0\0\0";

  private MysqlTalk() {}

  static String packet(int number, String payload) {
    return ""
        + (char) (payload.length() & 0xff)
        + (char) (payload.length() >>> 8 & 0xff)
        + (char) (payload.length() >>> 16)
        + (char) (number & 0xff)
        + payload;
  }

  static String greeting(boolean tls) {
    return StartTlsTest.mysqlGreeting(CAPABILITIES | (tls ? SSL : 0));
  }

  static String request() {
    return packet(1, capabilities(true) + TERMS);
  }

  static String login(int number, boolean tls) {
    return packet(number, capabilities(tls) + TERMS + "user\0\u0004auth" + "a".repeat(300));
  }

  static String error(int number) {
    return packet(number, "\u00ff\u0015\u0004#28000Denied");
  }

  private static String capabilities(boolean tls) {
    int low = CAPABILITIES | (tls ? SSL : 0);
    return "" + (char) (low & 0xff) + (char) (low >>> 8) + "\u000f\0";
  }
}
