package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;
import java.util.Arrays;
import java.util.HexFormat;

/** LDAP (RFC 4511, section 4.14), to servers. */
final class LdapAsk implements Speech {
  /** Message 1, extended request, StartTLS. */
  private static final byte[] REQUEST =
      HexFormat.of()
          .parseHex(
              "301d" + "020101" + "7718" + "8016" + HexFormat.of().formatHex(LdapOffer.START_TLS));

  private static final byte[] ID = {2, 1, 1};
  private static final int ENUMERATED = 0x0a;

  private final Terms terms;

  LdapAsk(Terms terms) {
    this.terms = terms;
  }

  @Override
  public String name() {
    return "starttls-ldap";
  }

  @Override
  public Turn begin() {
    return Turn.say(REQUEST);
  }

  @Override
  public int needed(byte[] seen, int length) {
    return LdapMessage.needed(seen, length, LdapMessage.EXTENDED_RESPONSE);
  }

  @Override
  public Turn hear(byte[] message, int length) {
    LdapMessage response = LdapMessage.of(message, length, LdapMessage.EXTENDED_RESPONSE);
    int at = response == null ? 0 : response.start();
    boolean answer =
        response != null
            && Arrays.equals(response.id(), ID)
            && response.operation() == LdapMessage.EXTENDED_RESPONSE
            && response.end() - at >= 3
            && message[at] == ENUMERATED
            && message[at + 1] == 1;
    if (!answer) {
      return Terms.bad("no answer to the request to start TLS");
    }
    int code = message[at + 2];
    return code == 0 ? Turn.secure(new byte[0]) : terms.refused("result " + code);
  }

  @Override
  public ConnError ended(boolean first) {
    return ConnError.STARTTLS_ABORT;
  }

  @Override
  public ConnError late() {
    return ConnError.STARTTLS_TIMEOUT;
  }
}
