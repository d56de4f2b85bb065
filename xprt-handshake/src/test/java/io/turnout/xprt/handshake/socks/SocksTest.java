package io.turnout.xprt.handshake.socks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.conn.ConnError;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.tck.HandshakeScript;
import io.turnout.xprt.handshake.testing.Asked;
import io.turnout.xprt.handshake.testing.Conversation;
import io.turnout.xprt.handshake.testing.Stack;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SocksTest {
  private static final Map<String, String> TARGET = Map.of("host", "db.example", "port", "5432");
  private static final Map<String, String> LOGIN =
      Map.of("host", "db", "port", "1", "user", "us", "password", "pass");

  static Stream<Conversation> conversations() {
    return Stream.of(
        Conversation.of(
            "socks4a",
            asked(new Socks4Provider(), TARGET),
            "> \u0004\u0001\u0015\u0038\0\0\0\u0001Turnout\0db.example\0",
            "< \0Z\u0001\u0002\u0003\u0004\u0005\u0006"),
        Conversation.of(
            "socks4 by one that answers as it is asked",
            asked(new Socks4Provider(), TARGET),
            "> \u0004\u0001\u0015\u0038\0\0\0\u0001Turnout\0db.example\0",
            "< \u0004Z\u0001\u0002\u0003\u0004\u0005\u0006"),
        Conversation.of(
            "socks4 to an address",
            asked(new Socks4Provider(), Map.of("host", "192.0.2.1", "port", "80")),
            "> \u0004\u0001\0P\u00c0\0\u0002\u0001Turnout\0",
            "< \0Z\u0001\u0002\u0003\u0004\u0005\u0006"),
        Conversation.of(
            "socks5 to an IPv6 address",
            asked(new Socks5Provider(), Map.of("host", "2001:db8::1", "port", "80")),
            "> \u0005\u0001\0",
            "< \u0005\0",
            "> \u0005\u0001\0\u0004\u0020\u0001\r\u00b8" + "\0".repeat(11) + "\u0001\0P",
            "< \u0005\0\0\u0001abcdef"),
        Conversation.of(
            "socks5",
            asked(new Socks5Provider(), TARGET),
            "> \u0005\u0001\0",
            "< \u0005\0",
            "> \u0005\u0001\0\u0003\ndb.example\u0015\u0038",
            "< \u0005\0\0\u0001abcdef"),
        Conversation.of(
            "socks5 that gives an IPv6 address",
            asked(new Socks5Provider(), TARGET),
            "> \u0005\u0001\0",
            "< \u0005\0",
            "> \u0005\u0001\0\u0003\ndb.example\u0015\u0038",
            "< \u0005\0\0\u0004aaaabbbbccccddddee"),
        Conversation.of(
            "socks5 that gives a name",
            asked(new Socks5Provider(), TARGET),
            "> \u0005\u0001\0",
            "< \u0005\0",
            "> \u0005\u0001\0\u0003\ndb.example\u0015\u0038",
            "< \u0005\0\0\u0003\u0004namepp"),
        Conversation.of(
            "socks5 that gives no name",
            asked(new Socks5Provider(), TARGET),
            "> \u0005\u0001\0",
            "< \u0005\0",
            "> \u0005\u0001\0\u0003\ndb.example\u0015\u0038",
            "< \u0005\0\0\u0003\0pp"),
        Conversation.of(
            "socks5 with password",
            asked(new Socks5Provider(), LOGIN),
            "> \u0005\u0002\0\u0002",
            "< \u0005\u0002",
            "> \u0001\u0002us\u0004pass",
            "< \u0001\0",
            "> \u0005\u0001\0\u0003\u0002db\0\u0001",
            "< \u0005\0\0\u0001abcdef"),
        Conversation.of(
            "socks5 that wants no password",
            asked(new Socks5Provider(), LOGIN),
            "> \u0005\u0002\0\u0002",
            "< \u0005\0",
            "> \u0005\u0001\0\u0003\u0002db\0\u0001",
            "< \u0005\0\0\u0001abcdef"));
  }

  /** Those of one version, for the kit. */
  static Stream<HandshakeScript> scripts(Class<? extends HandshakeProvider> provider) {
    return conversations()
        .filter(conversation -> provider.isInstance(conversation.dialogue().provider()))
        .map(conversation ->
            conversation
                .script()
                .closedIs(ConnError.SOCKS_ABORT, ConnError.SOCKS_ABORT)
                .lateIs(ConnError.SOCKS_TIMEOUT));
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void goesThroughCutAnywhere(Conversation conversation) {
    assertThat(conversation.whole().isReady()).isTrue();
    conversation.inPieces();
    conversation.byteByByte(true);
    conversation.byteByByte(false);
    conversation.throughFaults(50);
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void failsWhenTheProxyClosesAtAnyByte(Conversation conversation) {
    assertThat(conversation.closedAtEachByte()).allMatch(ConnError.SOCKS_ABORT::equals);
  }

  @Test
  void asksForTheConnectionsDestination() {
    assertThat(asked(new Socks4Provider(), new Ip4Address(0x01020304, 80)))
        .isEqualTo("\u0004\u0001\0\u0050\u0001\u0002\u0003\u0004Turnout\0");
    assertThat(asked(new Socks5Provider(), new Ip4Address(0x01020304, 80)))
        .endsWith("\u0005\u0001\0\u0001\u0001\u0002\u0003\u0004\0\u0050");
    assertThat(asked(new Socks5Provider(), new Ip6Address(0x0102L << 48, 3, 80, 0)))
        .endsWith("\u0005\u0001\0\u0004\u0001\u0002" + "\0".repeat(13) + "\u0003\0\u0050");
  }

  @ParameterizedTest
  @CsvSource({
    "socks4, '', no address to ask for",
    "socks5, '', no address to ask for",
    "socks4, 6, version 4 has no IPv6 addresses"
  })
  void saysWhatItCannotAskFor(String version, String family, String detail) {
    Stack stack = Stack.of(asked(provider(version), Map.of()).get());
    stack.connection.speaksFor(null, family.isEmpty() ? null : new Ip6Address(0, 1, 80, 0));
    stack.settle();

    assertThat(stack.connection.error()).isEqualTo(ConnError.SOCKS_BAD);
    assertThat(stack.connection.errorDetail()).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "socks4, 005b000000000000, SOCKS_DENIED, rejected or failed (91)",
    "socks4, 005c000000000000, SOCKS_DENIED, no identd at the client (92)",
    "socks4, 0000000000000000, SOCKS_DENIED, code 0",
    "socks4, 045b000000000000, SOCKS_DENIED, rejected or failed (91)",
    "socks4, 005b, SOCKS_DENIED, rejected or failed (91)",
    "socks5, 05ff, SOCKS_DENIED, it asks for authentication",
    "socks5, 0502, SOCKS_DENIED, it asks for authentication",
    "socks5, 0400, SOCKS_BAD, answer of version 4",
    "socks5, 050005050001000000000000, SOCKS_DENIED, connection refused (5)",
    "socks5, 050005050001, SOCKS_DENIED, connection refused (5)",
    "socks5, 05000502, SOCKS_DENIED, not allowed by its rules (2)",
    "socks5, 05000500000200, SOCKS_BAD, address of type 2",
    "socks5, 050004000001000000000000, SOCKS_BAD, answer of version 4",
    "login, 05ff, SOCKS_DENIED, it takes no user and password",
    "login, 05020101, SOCKS_DENIED, user or password refused",
  })
  void failsWithTheProxysReason(String version, String said, ConnError error, String detail) {
    Stack stack =
        Stack.of(asked(provider(version), version.equals("login") ? LOGIN : TARGET).get());
    stack.settle();

    stack.arrive(HexFormat.of().parseHex(said));

    assertThat(stack.connection.error()).isEqualTo(error);
    assertThat(stack.connection.errorDetail()).isEqualTo(detail);
    stack.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          socks4 | host=a            | option 'port' is missing. Give both, or none
          socks4 | port=1            | option 'host' is missing. Give both, or none
          socks4 | host=a port=0     | option 'port': '0' is not allowed. Use a number from 1 to 65535
          socks4 | host=a/b port=1   | option 'host': 'a/b' is no name of a host. Use letters, digits, '.', '-' and '_'
          socks4 | host=::1 port=1   | option 'host': '::1' is an IPv6 address, which version 4 does not have. Use an IPv4 address, a name, or socks5
          socks4 | user=             | option 'user': 0 bytes. Use 1 to 255, without NUL
          socks4 | password=x        | no such option: 'password'. Available: host, port, user. Remove or correct it
          socks5 | user=a            | option 'password' is missing. Give both, or none
          socks5 | password=a        | option 'user' is missing. Give both, or none
          socks5 | user=a password=  | option 'password': 0 bytes. Use 1 to 255, without NUL
          """)
  void refusesOptions(String version, String options, String message) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String option : options.split(" ")) {
      given.put(option.replaceFirst("=.*", ""), option.replaceFirst(".*?=", ""));
    }
    assertThatThrownBy(() -> provider(version).newFactory(Side.BACK, given, new Traces()))
        .isInstanceOf(OptionException.class)
        .hasMessage(message);
  }

  private static String asked(HandshakeProvider provider, Address destination) {
    Stack stack = Stack.of(asked(provider, Map.of()).get());
    stack.connection.speaksFor(null, destination);
    stack.arrive(new byte[] {5, 0});
    return new String(stack.wire.sent(), ISO_8859_1);
  }

  private static HandshakeProvider provider(String version) {
    return version.equals("socks4") ? new Socks4Provider() : new Socks5Provider();
  }

  private static Asked asked(HandshakeProvider provider, Map<String, String> options) {
    return new Asked(provider, Side.BACK, options);
  }
}
