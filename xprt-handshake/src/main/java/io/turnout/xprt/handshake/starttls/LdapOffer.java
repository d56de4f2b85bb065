package io.turnout.xprt.handshake.starttls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** LDAP (RFC 4511, section 4.14), to clients. */
final class LdapOffer implements Speech {
  static final byte[] START_TLS = "1.3.6.1.4.1.1466.20037".getBytes(US_ASCII);

  private static final int BIND_REQUEST = 0x60;
  private static final int SEARCH_REQUEST = 0x63;
  private static final int DELETE_REQUEST = 0x4a;
  private static final int REQUEST_NAME = 0x80;
  private static final int RESPONSE_NAME = 0x8a;
  private static final int SUCCESS = 0;
  private static final int CONFIDENTIALITY_REQUIRED = 13;

  private final Terms terms;

  LdapOffer(Terms terms) {
    this.terms = terms;
  }

  @Override
  public String name() {
    return "starttls-ldap";
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public int needed(byte[] seen, int length) {
    int known = LdapMessage.needed(seen, length, LdapMessage.EXTENDED_REQUEST);
    // Who is refused is heard out first: what stays unread would take the answer with it.
    return terms.optional() || known > length
        ? known
        : Math.max(known, LdapMessage.size(seen, length));
  }

  @Override
  public Turn hear(byte[] message, int length) {
    if (message[0] == TlsHello.FIRST_BYTE) {
      return TlsHello.refused();
    }
    LdapMessage request = LdapMessage.of(message, length, LdapMessage.EXTENDED_REQUEST);
    if (request == null) {
      return Terms.bad("malformed LDAP message");
    }
    if (isStartTls(request, message)) {
      return Turn.secure(answer(request, LdapMessage.EXTENDED_RESPONSE, SUCCESS));
    }
    if (terms.optional()) {
      return Turn.clear(Arrays.copyOf(message, length));
    }
    String detail = "operation 0x%02x before TLS".formatted(request.operation());
    return request.operation() == LdapMessage.UNBIND_REQUEST
        ? Turn.fail(ConnError.STARTTLS_ABORT, "unbind")
        : Turn.fail(refusal(request), ConnError.STARTTLS_REFUSED, detail);
  }

  @Override
  public ConnError ended(boolean first) {
    return ConnError.STARTTLS_ABORT;
  }

  @Override
  public ConnError late() {
    return ConnError.STARTTLS_TIMEOUT;
  }

  private static boolean isStartTls(LdapMessage request, byte[] message) {
    if (request.operation() != LdapMessage.EXTENDED_REQUEST) {
      return false;
    }
    int at = request.start();
    int value = Ber.valueStart(message, request.end(), at);
    return value > 0
        && (message[at] & 0xff) == REQUEST_NAME
        && value + Ber.valueLength(message, at, value) == request.end()
        && Arrays.equals(message, value, request.end(), START_TLS, 0, START_TLS.length);
  }

  /** Empty for what is never answered. */
  private static byte[] refusal(LdapMessage request) {
    return switch (request.operation()) {
      case SEARCH_REQUEST -> answer(request, 0x65, CONFIDENTIALITY_REQUIRED);
      case DELETE_REQUEST -> answer(request, 0x6b, CONFIDENTIALITY_REQUIRED);
      case BIND_REQUEST, 0x66, 0x68, 0x6c, 0x6e, LdapMessage.EXTENDED_REQUEST ->
          answer(request, request.operation() + 1, CONFIDENTIALITY_REQUIRED);
      default -> new byte[0];
    };
  }

  private static byte[] answer(LdapMessage request, int tag, int code) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.writeBytes(new byte[] {0x0a, 1, (byte) code, 0x04, 0, 0x04, 0});
    if (code == SUCCESS) {
      element(result, RESPONSE_NAME, START_TLS);
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(request.id());
    element(content, tag, result.toByteArray());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    element(whole, 0x30, content.toByteArray());
    return whole.toByteArray();
  }

  private static void element(ByteArrayOutputStream to, int tag, byte[] value) {
    to.write(tag);
    to.write(value.length);
    to.writeBytes(value);
  }
}
