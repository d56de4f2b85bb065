package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;
import java.util.function.Function;

/** Speaks a dialogue of XML tags, none too long, and not too many. */
final class XmppSpeech implements Speech {
  static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
  static final String STREAMS = "http://etherx.jabber.org/streams";

  /** The longest tag. */
  static final int LONGEST = 4096;

  private static final int MOST = 200;

  private final String name;
  private final Turn first;
  private final Function<XmlTag, Turn> script;
  private int heard;

  /**
   * Not begun.
   *
   * @param script what to do with a tag
   */
  XmppSpeech(String name, Turn first, Function<XmlTag, Turn> script) {
    this.name = name;
    this.first = first;
    this.script = script;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Turn begin() {
    return first;
  }

  @Override
  public int needed(byte[] seen, int length) {
    if (length > 0 && seen[0] == TlsHello.FIRST_BYTE) {
      return 1;
    }
    return length >= LONGEST
        ? Math.min(XmlTag.needed(seen, LONGEST), LONGEST)
        : XmlTag.needed(seen, length);
  }

  @Override
  public Turn hear(byte[] message, int length) {
    if (message[0] == TlsHello.FIRST_BYTE) {
      return TlsHello.refused();
    }
    XmlTag tag = XmlTag.of(message, length);
    if (tag == null) {
      return Terms.bad("malformed or longer than %d bytes".formatted(LONGEST));
    }
    if (++heard > MOST) {
      return Terms.bad("more than %d tags".formatted(MOST));
    }
    return tag.name().equals("?xml") ? Turn.listen() : script.apply(tag);
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
