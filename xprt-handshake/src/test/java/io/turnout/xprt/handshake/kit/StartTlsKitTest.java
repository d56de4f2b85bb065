package io.turnout.xprt.handshake.kit;

import io.turnout.core.conn.ConnError;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.Side;
import io.turnout.tck.HandshakeKit;
import io.turnout.tck.HandshakeScript;
import io.turnout.xprt.handshake.starttls.StartTlsProvider;
import java.util.List;

/** STARTTLS of a protocol of lines and of one of packets, on both sides. */
class StartTlsKitTest extends HandshakeKit {
  private static final String SSL_REQUEST = "\0\0\0\b\u0004\u00d2\u0016\u002f";
  private static final String GSSENC_REQUEST = "\0\0\0\b\u0004\u00d2\u0016\u0030";

  @Override
  protected HandshakeProvider provider() {
    return new StartTlsProvider();
  }

  @Override
  protected List<HandshakeScript> scripts() {
    return List.of(
        speaks("smtp, offered", Side.FRONT, "smtp")
            .hears("220 localhost ESMTP\r\n")
            .says("EHLO there\r\n")
            .hears("250-localhost\r\n250 STARTTLS\r\n")
            .says("STARTTLS\r\n")
            .hears("220 2.0.0 Ready to start TLS\r\n")
            .secures(),
        speaks("smtp, not wanted", Side.FRONT, "smtp")
            .option("optional", "")
            .hears("220 localhost ESMTP\r\n")
            .says("MAIL FROM:<a@b>\r\n")
            .givesBack("MAIL FROM:<a@b>\r\n"),
        speaks("smtp, left", Side.FRONT, "smtp")
            .hears("220 localhost ESMTP\r\n")
            .says("QUIT\r\n")
            .hears("221 2.0.0 Bye\r\n")
            .failsWith(ConnError.STARTTLS_ABORT),
        speaks("smtp, asked for", Side.BACK, "smtp")
            .says("220-mx\r\n220 ESMTP\r\n")
            .hears("EHLO localhost\r\n")
            .says("250-mx\r\n250 STARTTLS\r\n")
            .hears("STARTTLS\r\n")
            .says("220 go\r\n")
            .secures(),
        speaks("smtp, not to be had", Side.BACK, "smtp")
            .says("220 mx\r\n")
            .hears("EHLO localhost\r\n")
            .says("250 mx\r\n")
            .failsWith(ConnError.STARTTLS_REFUSED),
        speaks("postgres, offered", Side.FRONT, "postgres")
            .says(GSSENC_REQUEST)
            .hears("N")
            .says(SSL_REQUEST)
            .hears("S")
            .secures(),
        speaks("postgres, begun at once", Side.FRONT, "postgres")
            .says("\u0016")
            .givesBack("\u0016"),
        speaks("postgres, of no length", Side.FRONT, "postgres")
            .says("\0\0\0\0\u0004\u00d2\u0016\u002f")
            .failsWith(ConnError.STARTTLS_BAD),
        speaks("postgres, asked for", Side.BACK, "postgres").hears(SSL_REQUEST).says("S").secures(),
        speaks("postgres, not to be had", Side.BACK, "postgres")
            .hears(SSL_REQUEST)
            .says("N")
            .failsWith(ConnError.STARTTLS_REFUSED),
        speaks("mysql, greets", Side.BACK, "mysql")
            .says(greeting('\u0008'))
            .givesBack(greeting('\u0008')),
        speaks("mysql, not to be had", Side.BACK, "mysql")
            .says(greeting('\0'))
            .failsWith(ConnError.STARTTLS_REFUSED),
        speaks("mysql, turned away", Side.BACK, "mysql")
            .says("\u0007\0\0\0\u00ff\u0010\u0004Full")
            .givesBack("\u0007\0\0\0\u00ff\u0010\u0004Full"),
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
