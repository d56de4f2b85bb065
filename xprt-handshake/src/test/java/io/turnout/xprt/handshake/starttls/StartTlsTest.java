package io.turnout.xprt.handshake.starttls;

import static io.turnout.xprt.handshake.starttls.Asking.ask;
import static io.turnout.xprt.handshake.starttls.Asking.greet;
import static io.turnout.xprt.handshake.starttls.Asking.greeting;
import static io.turnout.xprt.handshake.starttls.Asking.hello;
import static io.turnout.xprt.handshake.starttls.Asking.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.ConnError;
import io.turnout.spi.HandshakeProvider;
import io.turnout.tck.HandshakeScript;
import io.turnout.xprt.handshake.testing.Conversation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every dialogue that ends well, cut at each byte, and with what must not follow it. */
class StartTlsTest {
  private static final String LDAP_REQUEST =
      "\u0030\u001d\u0002\u0001\u0001\u0077\u0018\u0080\u00161.3.6.1.4.1.1466.20037";
  private static final String LDAP_RESPONSE =
      "0$\u0002\u0001\u0001\u0078\u001f\n"
          + "\u0001\0\u0004\0\u0004\0\u008a\u00161.3.6.1.4.1.1466.20037";
  private static final String SSL_REQUEST = "\0\0\0\u0008\u0004\u00d2\u0016\u002f";
  private static final String GSSENC_REQUEST = "\0\0\0\u0008\u0004\u00d2\u0016\u0030";

  /** Behind these TLS begins. */
  static Stream<Conversation> secure() {
    return Stream.of(
        Conversation.of(
            "smtp offer",
            offer("smtp name=mx.example"),
            "> 220 mx.example ESMTP\r\n",
            "< EHLO there\r\n",
            "> 250-mx.example\r\n250 STARTTLS\r\n",
            "< starttls\r\n",
            "> 220 2.0.0 Ready to start TLS\r\n"),
        Conversation.of(
            "smtp offer to one who tries without",
            offer("smtp"),
            "> 220 localhost ESMTP\r\n",
            "< HELO there\r\n",
            "> 250 localhost\r\n",
            "< LHLO there\r\n",
            "> 500 5.5.1 Wrong greeting\r\n",
            "< MAIL FROM:<a@b>\r\n",
            "> 530 5.7.0 Must issue a STARTTLS command first\r\n",
            "< NOOP\r\n",
            "> 250 2.0.0 OK\r\n",
            "< STARTTLS now\r\n",
            "> 501 5.5.4 No parameters allowed\r\n",
            "< STARTTLS\n",
            "> 220 2.0.0 Ready to start TLS\r\n"),
        Conversation.of(
            "lmtp offer",
            offer("lmtp"),
            "> 220 localhost LMTP\r\n",
            "< LHLO there\r\n",
            "> 250-localhost\r\n250 STARTTLS\r\n",
            "< STARTTLS\r\n",
            "> 220 2.0.0 Ready to start TLS\r\n"),
        Conversation.of(
            "imap offer",
            offer("imap"),
            "> * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] localhost ready\r\n",
            "< a.1 capability\r\n",
            "> * CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na.1 OK Done\r\n",
            "< a.2 ID (\"name\" \"x\")\r\n",
            "> * ID NIL\r\na.2 OK Done\r\n",
            "< a.3 LOGIN u p\r\n",
            "> a.3 NO [PRIVACYREQUIRED] STARTTLS first\r\n",
            "< STARTTLS\r\n",
            "> * BAD Tag missing or malformed\r\n",
            "< a.4 STARTTLS\r\n",
            "> a.4 OK Begin TLS negotiation now\r\n"),
        Conversation.of(
            "pop3 offer",
            offer("pop3"),
            "> +OK localhost ready\r\n",
            "< CAPA\r\n",
            "> +OK\r\nSTLS\r\n.\r\n",
            "< USER u\r\n",
            "> -ERR STLS first\r\n",
            "< STLS\r\n",
            "> +OK Begin TLS negotiation\r\n"),
        Conversation.of(
            "ftp offer",
            offer("ftp"),
            "> 220 localhost ready\r\n",
            "< FEAT\r\n",
            "> 211-Features:\r\n AUTH TLS\r\n PBSZ\r\n PROT\r\n211 End\r\n",
            "< AUTH GSSAPI\r\n",
            "> 504 Unknown mechanism\r\n",
            "< USER u\r\n",
            "> 530 AUTH TLS first\r\n",
            "< AUTH TLS\r\n",
            "> 234 Begin TLS negotiation\r\n"),
        Conversation.of(
            "nntp offer",
            offer("nntp"),
            "> 200 localhost ready\r\n",
            "< CAPABILITIES\r\n",
            "> 101 Capability list:\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n",
            "< MODE READER\r\n",
            "> 200 Posting allowed\r\n",
            "< GROUP a\r\n",
            "> 483 STARTTLS first\r\n",
            "< STARTTLS\r\n",
            "> 382 Continue with TLS negotiation\r\n"),
        Conversation.of(
            "sieve offer",
            offer("sieve"),
            "> \"IMPLEMENTATION\" \"Turnout\"\r\n\"SASL\" \"\"\r\n\"SIEVE\" \"\"\r\n"
                + "\"STARTTLS\"\r\n\"VERSION\" \"1.0\"\r\nOK \"localhost ready\"\r\n",
            "< AUTHENTICATE \"PLAIN\"\r\n",
            "> NO (ENCRYPT-NEEDED) \"STARTTLS first\"\r\n",
            "< STARTTLS\r\n",
            "> OK \"Begin TLS negotiation now\"\r\n"),
        Conversation.of(
            "xmpp offer",
            offer("xmpp"),
            "> ",
            "< <?xml version='1.0'?>\n<stream:stream to=\"it's.example\" xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>",
            "> <?xml version='1.0'?><stream:stream from=\"it's.example\" xmlns='jabber:client'**"
                + "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/>"
                + "</starttls></stream:features>",
            "< <starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'></starttls>",
            "> <proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
        Conversation.of("ldap offer", offer("ldap"), "< " + LDAP_REQUEST, "> " + LDAP_RESPONSE),
        Conversation.of(
            "postgres offer",
            offer("postgres"),
            "< " + GSSENC_REQUEST,
            "> N",
            "< " + SSL_REQUEST,
            "> S"),
        Conversation.of(
            "smtp ask",
            ask("smtp name=us"),
            "> ",
            "< 220-mx\r\n220 ESMTP\r\n",
            "> EHLO us\r\n",
            "< 250-mx\r\n250-StartTLS\r\n250 SIZE\r\n",
            "> STARTTLS\r\n",
            "< 220 go\r\n"),
        Conversation.of(
            "lmtp ask",
            ask("lmtp"),
            "< 220 mx LMTP\r\n",
            "> LHLO localhost\r\n",
            "< 250 STARTTLS\r\n",
            "> STARTTLS\r\n",
            "< 220 go\r\n"),
        Conversation.of(
            "imap ask",
            ask("imap"),
            "< * OK [CAPABILITY IMAP4rev1] hi\r\n",
            "> tls STARTTLS\r\n",
            "< * NOTE\r\ntls OK go\r\n"),
        Conversation.of("pop3 ask", ask("pop3"), "< +OK <1@x>\r\n", "> STLS\r\n", "< +OK\r\n"),
        Conversation.of(
            "ftp ask",
            ask("ftp"),
            "< 220-hello\r\n 331 not yet\r\n331 neither\r\n220 now\r\n",
            "> AUTH TLS\r\n",
            "< 234 go\r\n"),
        Conversation.of(
            "ftp ask, later",
            ask("ftp"),
            "< 120 in a minute\r\n",
            "> ",
            "< 120 soon\r\n220 now\r\n",
            "> AUTH TLS\r\n",
            "< 234 go\r\n"),
        Conversation.of("nntp ask", ask("nntp"), "< 201 hi\r\n", "> STARTTLS\r\n", "< 382 go\r\n"),
        Conversation.of(
            "sieve ask",
            ask("sieve"),
            "< \"SASL\" \"PLAIN\"\r\n\"STARTTLS\"\r\nOK\r\n",
            "> STARTTLS\r\n",
            "< OK \"go\"\r\n"),
        Conversation.of(
            "xmpp ask",
            ask("xmpp name=example.org"),
            "> <?xml version='1.0'?><stream:stream to='example.org' xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>",
            "< <?xml version='1.0'?><stream:stream id='1' from='example.org'>"
                + "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                + "<mechanism>PLAIN</mechanism></mechanisms>"
                + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>",
            "> <starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
            "< <proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'></proceed>"),
        Conversation.of("ldap ask", ask("ldap"), "> " + LDAP_REQUEST, "< " + LDAP_RESPONSE),
        Conversation.of("postgres ask", ask("postgres"), "> " + SSL_REQUEST, "< S"),
        Conversation.of(
            "mysql ask",
            ask("mysql alone"),
            "< " + mysqlGreeting(0x0800),
            "> \u0020\0\0\u0001\0\u008a\0\0\0\0\0\u0001\u0021" + "\0".repeat(23)));
  }

  /** Behind these the data begin, in clear. */
  static Stream<Conversation> plain() {
    return Stream.of(
        Conversation.of("smtp greet", greet("smtp name=a"), "> 220 a ESMTP\r\n"),
        Conversation.of("lmtp greet", greet("lmtp"), "> 220 localhost LMTP\r\n"),
        Conversation.of("imap greet", greet("imap"), "> * OK localhost ready\r\n"),
        Conversation.of("pop3 greet", greet("pop3"), "> +OK localhost ready\r\n"),
        Conversation.of("ftp greet", greet("ftp"), "> 220 localhost ready\r\n"),
        Conversation.of("nntp greet", greet("nntp"), "> 200 localhost ready\r\n"),
        Conversation.of("sieve greet", greet("sieve"), "> "),
        Conversation.of("ldap greet", greet("ldap"), "> "),
        Conversation.of("xmpp greet", greet("xmpp"), "> "),
        Conversation.of("smtp greeting", greeting("smtp"), "< 220-a\r\n220 b\r\n", "> "),
        Conversation.of("lmtp greeting", greeting("lmtp"), "< 220 b\r\n", "> "),
        Conversation.of("imap greeting", greeting("imap"), "< * OK hi\r\n", "> "),
        Conversation.of("pop3 greeting", greeting("pop3"), "< +OK\r\n", "> "),
        Conversation.of("ftp greeting", greeting("ftp"), "< 220-a\r\nb\r\n220 c\r\n", "> "),
        Conversation.of(
            "ftp greeting, later",
            greeting("ftp"),
            "< 120-soon\r\n120 in a minute\r\n",
            "> ",
            "< 220 c\r\n"),
        Conversation.of("nntp greeting", greeting("nntp"), "< 200 hi\r\n", "> "),
        Conversation.of("ldap greeting", greeting("ldap"), "> "),
        Conversation.of("xmpp greeting", greeting("xmpp"), "> "),
        Conversation.of("postgres greeting", greeting("postgres"), "> "),
        Conversation.of(
            "smtp hello",
            hello("smtp name=us"),
            "> EHLO us\r\n",
            "< 250-mx\r\n250 STARTTLS\r\n",
            "> "),
        Conversation.of("lmtp hello", hello("lmtp"), "> LHLO localhost\r\n", "< 250 mx\r\n", "> "));
  }

  static Stream<Conversation> all() {
    return Stream.concat(secure(), plain());
  }

  /** Those of which all is known, for the kit. Who tried without TLS first is refused later. */
  static Stream<HandshakeScript> scripts(Stream<Conversation> conversations) {
    return conversations
        .filter(Conversation::isExact)
        .map(conversation ->
            conversation
                .script()
                .closedIs(ConnError.STARTTLS_ABORT, ConnError.NONE)
                .lateIs(ConnError.STARTTLS_TIMEOUT));
  }

  /** Those of one provider that end in clear, for the kit. */
  static List<HandshakeScript> plain(Class<? extends HandshakeProvider> provider) {
    return scripts(
            plain().filter(conversation -> provider.isInstance(conversation.dialogue().provider())))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void goesThrough(Conversation conversation) {
    assertThat(conversation.whole().isReady()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("all")
  void waitsForEachMessageInPieces(Conversation conversation) {
    conversation.inPieces();
  }

  @ParameterizedTest
  @MethodSource("all")
  void bearsNarrowTransports(Conversation conversation) {
    conversation.byteByByte(true);
    conversation.byteByByte(false);
  }

  @ParameterizedTest
  @MethodSource("all")
  void bearsTransportsThatFalter(Conversation conversation) {
    conversation.throughFaults(50);
  }

  @ParameterizedTest
  @MethodSource("all")
  void failsWhenThePeerClosesAtAnyByte(Conversation conversation) {
    List<ConnError> errors = conversation.closedAtEachByte();

    assertThat(errors).isSubsetOf(ConnError.STARTTLS_ABORT, ConnError.STARTTLS_REFUSED);
    assertThat(errors.stream().limit(1)).allMatch(ConnError.STARTTLS_ABORT::equals);
  }

  @ParameterizedTest
  @MethodSource("secure")
  void refusesBytesBehindTheRequest(Conversation conversation) {
    assertThat(conversation.injected("x")).isEqualTo(ConnError.INJECTION);
    assertThat(conversation.injected("\u0016\u0003\u0001")).isEqualTo(ConnError.INJECTION);
    assertThat(conversation.injected("RSET\r\n")).isEqualTo(ConnError.INJECTION);
  }

  static String mysqlGreeting(int capabilities) {
    String payload =
        "\n8.4.1\0"
            + "\u0001\0\0\0"
            + "12345678\0"
            + (char) (capabilities & 0xff)
            + (char) (capabilities >>> 8)
            + "\u0021\0\0\0\0\u0015"
            + "\0".repeat(10)
            + "123456789012\0"
            + "x\0";
    return (char) payload.length() + "\0\0\0" + payload;
  }
}
