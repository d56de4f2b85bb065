package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.Side;
import io.turnout.tck.HandshakeKit;
import io.turnout.tck.HandshakeScript;
import java.util.List;
import java.util.stream.Stream;

/** STARTTLS of all protocols, on both sides. */
class StartTlsKitTest extends HandshakeKit {
  private static final String STREAMS = "http://etherx.jabber.org/streams";
  private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";

  @Override
  protected HandshakeProvider provider() {
    return new StartTlsProvider();
  }

  @Override
  protected List<HandshakeScript> scripts() {
    return Stream.of(turning(), staying(), failing()).flatMap(scripts -> scripts).toList();
  }

  private static Stream<HandshakeScript> turning() {
    HandshakeScript xmpp =
        speaks("xmpp offer, to nobody", Side.FRONT, "xmpp")
            .says("<stream:stream xmlns='jabber:client' xmlns:stream='" + STREAMS + "'>")
            .hears("<?xml version='1.0'?><stream:stream from='localhost' xmlns='jabber:client'")
            .hears(" xmlns:stream='" + STREAMS + "' id='")
            .hearsAny(16)
            .hears("' version='1.0'><stream:features><starttls xmlns='" + TLS + "'><required/>")
            .hears("</starttls></stream:features>")
            .says("<starttls xmlns='" + TLS + "'/>")
            .hears("<proceed xmlns='" + TLS + "'/>");
    return Stream.concat(StartTlsTest.scripts(StartTlsTest.secure()), Stream.of(xmpp))
        .map(HandshakeScript::secures);
  }

  private static Stream<HandshakeScript> staying() {
    return Stream.of(
        speaks("smtp, not wanted", Side.FRONT, "smtp")
            .option("optional", "")
            .hears("220 localhost ESMTP\r\n")
            .says("MAIL FROM:<a@b>\r\n")
            .givesBack("MAIL FROM:<a@b>\r\n"),
        speaks("postgres, begun at once", Side.FRONT, "postgres")
            .says("\u0016")
            .givesBack("\u0016"),
        speaks("mysql, greets", Side.BACK, "mysql")
            .says(greeting('\u0008'))
            .givesBack(greeting('\u0008')),
        speaks("mysql, turned away", Side.BACK, "mysql")
            .says("\u0007\0\0\0\u00ff\u0010\u0004Full")
            .givesBack("\u0007\0\0\0\u00ff\u0010\u0004Full"));
  }

  private static Stream<HandshakeScript> failing() {
    return Stream.of(
        speaks("smtp, left", Side.FRONT, "smtp")
            .hears("220 localhost ESMTP\r\n")
            .says("QUIT\r\n")
            .hears("221 2.0.0 Bye\r\n")
            .failsWith(ConnError.STARTTLS_ABORT),
        speaks("smtp, not to be had", Side.BACK, "smtp")
            .says("220 mx\r\n")
            .hears("EHLO localhost\r\n")
            .says("250 mx\r\n")
            .failsWith(ConnError.STARTTLS_REFUSED),
        speaks("postgres, of no length", Side.FRONT, "postgres")
            .says("\0\0\0\0\u0004\u00d2\u0016\u002f")
            .failsWith(ConnError.STARTTLS_BAD),
        speaks("postgres, not to be had", Side.BACK, "postgres")
            .hears("\0\0\0\b\u0004\u00d2\u0016\u002f")
            .says("N")
            .failsWith(ConnError.STARTTLS_REFUSED),
        speaks("mysql, not to be had", Side.BACK, "mysql")
            .says(greeting('\0'))
            .failsWith(ConnError.STARTTLS_REFUSED),
        speaks("mysql, malformed", Side.BACK, "mysql")
            .says("\1\0\0\0\t")
            .failsWith(ConnError.STARTTLS_BAD));
  }

  private static String greeting(char capabilities) {
    return "\u0016\0\0\0\n10.11\0" + "\1\0\0\0" + "12345678\0" + "\0" + capabilities;
  }

  private static HandshakeScript speaks(String name, Side side, String protocol) {
    return HandshakeScript.of(name, side)
        .option("proto", protocol)
        .closedIs(ConnError.STARTTLS_ABORT, ConnError.STARTTLS_ABORT)
        .lateIs(ConnError.STARTTLS_TIMEOUT);
  }
}
