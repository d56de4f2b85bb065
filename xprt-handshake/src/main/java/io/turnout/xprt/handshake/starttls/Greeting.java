package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Turn;

/** What servers say first, where they do. */
final class Greeting {
  /** RFC 959, section 5.4: the greeting follows. */
  static final int FTP_LATER = 120;

  private Greeting() {}

  static String smtp(String name, boolean local) {
    return "220 %s %s\r\n".formatted(name, local ? "LMTP" : "ESMTP");
  }

  static String imap(String name) {
    return "* OK %s ready\r\n".formatted(name);
  }

  static String pop3(String name) {
    return "+OK %s ready\r\n".formatted(name);
  }

  static String ftp(String name) {
    return "220 %s ready\r\n".formatted(name);
  }

  static String nntp(String name) {
    return "200 %s ready\r\n".formatted(name);
  }

  /** The server greets with a refusal: nothing can be made of that, with TLS or without. */
  static Turn unwelcome(String answer) {
    return Turn.fail(ConnError.STARTTLS_REFUSED, Terms.printable(answer));
  }
}
