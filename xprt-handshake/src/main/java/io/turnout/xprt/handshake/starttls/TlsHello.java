package io.turnout.xprt.handshake.starttls;

import io.turnout.xprt.handshake.wire.Turn;

/** The peer begins TLS where clear text has to come first. */
final class TlsHello {
  /** The type of a handshake record, with which no clear text begins. */
  static final byte FIRST_BYTE = 0x16;

  private TlsHello() {}

  static Turn refused() {
    return Terms.bad("TLS where clear text comes first");
  }
}
