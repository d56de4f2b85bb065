package io.turnout.xprt.handshake.starttls;

import io.turnout.xprt.handshake.wire.Turn;

/** XMPP (RFC 6120, section 5), to servers. */
final class XmppAsk {
  private final Terms terms;
  private State state = State.STREAM;
  private boolean offered;

  private enum State {
    STREAM,
    FEATURES,
    IN_FEATURES,
    ASKED,
    AGREED
  }

  XmppAsk(Terms terms) {
    this.terms = terms;
  }

  static Turn begin(Terms terms) {
    return Turn.say(
        Turn.bytes(
            "<?xml version='1.0'?><stream:stream to='%s' xmlns='jabber:client' xmlns:stream='%s' version='1.0'>"
                .formatted(terms.name(), XmppSpeech.STREAMS)));
  }

  Turn hear(XmlTag tag) {
    return switch (state) {
      case STREAM -> {
        state = State.FEATURES;
        yield tag.opens("stream") && !tag.empty() ? Turn.listen() : Terms.bad(tag.name());
      }
      case FEATURES -> {
        state = State.IN_FEATURES;
        if (!tag.opens("features")) {
          yield Terms.bad(tag.name());
        }
        yield tag.empty() ? ask() : Turn.listen();
      }
      case IN_FEATURES -> {
        offered |= tag.opens("starttls") && tag.attribute("xmlns").equals(XmppSpeech.TLS);
        yield tag.closing() && tag.name().equals("features") ? ask() : Turn.listen();
      }
      case ASKED -> {
        state = State.AGREED;
        if (!tag.opens("proceed")) {
          yield terms.refused(tag.name());
        }
        yield tag.empty() ? Turn.secure(new byte[0]) : Turn.listen();
      }
      case AGREED ->
          tag.closing() && tag.name().equals("proceed")
              ? Turn.secure(new byte[0])
              : Terms.bad(tag.name());
    };
  }

  private Turn ask() {
    state = State.ASKED;
    return offered
        ? Turn.say(Turn.bytes("<starttls xmlns='" + XmppSpeech.TLS + "'/>"))
        : terms.refused("no starttls offered");
  }
}
