package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Turn;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * XMPP (RFC 6120, section 5), to clients; the stream that they open then is the server's to greet.
 */
final class XmppOffer {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 8;

  private static final String FEATURES =
      "<stream:features><starttls xmlns='"
          + XmppSpeech.TLS
          + "'><required/></starttls>"
          + "</stream:features>";
  private static final String REFUSED =
      "<stream:error><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
          + "</stream:stream>";

  private final Terms terms;
  private boolean opened;
  private boolean asked;

  XmppOffer(Terms terms) {
    this.terms = terms;
  }

  Turn hear(XmlTag tag) {
    if (!opened) {
      return open(tag);
    }
    if (asked) {
      return tag.closing() && tag.name().equals("starttls") ? proceed() : Terms.bad(tag.name());
    }
    if (tag.opens("starttls") && tag.attribute("xmlns").equals(XmppSpeech.TLS)) {
      asked = true;
      return tag.empty() ? proceed() : Turn.listen();
    }
    if (tag.closing() && tag.name().equals("stream")) {
      return Turn.fail(
          Turn.bytes("</stream:stream>"), ConnError.STARTTLS_ABORT, "the stream was closed");
    }
    return Turn.fail(Turn.bytes(REFUSED), ConnError.STARTTLS_REFUSED, Terms.printable(tag.name()));
  }

  private Turn open(XmlTag tag) {
    if (!tag.opens("stream") || tag.empty()) {
      return Terms.bad(tag.name());
    }
    opened = true;
    String to = tag.attribute("to").isEmpty() ? terms.name() : tag.attribute("to");
    String space = tag.attribute("xmlns");
    return Turn.say(Turn.bytes(header(to, space.isEmpty() ? "jabber:client" : space) + FEATURES));
  }

  private static Turn proceed() {
    return Turn.secure(Turn.bytes("<proceed xmlns='" + XmppSpeech.TLS + "'/>"));
  }

  /** What came in one kind of quotes goes out in the other kind, if need be. */
  private static String header(String from, String space) {
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    return "<?xml version='1.0'?><stream:stream from=%s xmlns=%s xmlns:stream='%s' id='%s' version='1.0'>"
        .formatted(quoted(from), quoted(space), XmppSpeech.STREAMS, HexFormat.of().formatHex(id));
  }

  private static String quoted(String value) {
    char quote = value.indexOf('\'') >= 0 ? '"' : '\'';
    return quote + value + quote;
  }
}
