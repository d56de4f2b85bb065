package io.turnout.xprt.handshake.starttls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.TlsRelayFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartTlsOptionsTest {
  private static final String ALL =
      "smtp, lmtp, imap, pop3, ldap, xmpp, ftp, sieve, nntp, postgres, mysql";

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void everyProtocolCanBeSpoken(Protocol protocol) {
    Map<String, String> options = Map.of("proto", protocol.option());
    if (protocol != Protocol.MYSQL) {
      for (HandshakeProvider provider :
          new HandshakeProvider[] {
            new StartTlsProvider(), new GreetProvider(), new GreetingProvider()
          }) {
        for (Side side : provider.sides()) {
          assertThatCode(() -> provider.newFactory(side, options, new Traces()))
              .doesNotThrowAnyException();
        }
      }
    }
  }

  @Test
  void saysWhichProtocolsThereAre() {
    assertRefused(
        Side.FRONT,
        Map.of("proto", "smpt"),
        "option 'proto': 'smpt' is unknown. Use one of " + ALL);
    assertRefused(Side.FRONT, Map.of(), "option 'proto' is missing. Give it one of " + ALL);
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void relaysMysql(Side side) throws OptionException {
    assertThat(make(side, Map.of("proto", "mysql"))).isInstanceOf(TlsRelayFactory.class);
  }

  @Test
  void saysWhyMysqlClientsCannotBeGreeted() {
    assertThatThrownBy(() ->
            new GreetProvider().newFactory(Side.FRONT, Map.of("proto", "mysql"), new Traces()))
        .hasMessageContaining("only its server can greet");
  }

  @Test
  void speaksMysqlForNobodyButOurselves() throws OptionException {
    assertThat(make(Side.BACK, Map.of("proto", "mysql", "alone", "")))
        .isNotInstanceOf(TlsRelayFactory.class);
  }

  @Test
  void refusesOptionalWhereItCannotWork() {
    assertRefused(
        Side.FRONT,
        Map.of("proto", "xmpp", "optional", ""),
        "option 'optional': not possible with 'proto' 'xmpp', as a client without TLS cannot be"
            + " told how to log in. Leave 'optional' out");
    assertThatThrownBy(() -> make(Side.FRONT, Map.of("proto", "sieve", "optional", "")))
        .isInstanceOf(OptionException.class);
    assertThatThrownBy(() -> make(Side.BACK, Map.of("proto", "xmpp", "optional", "")))
        .isInstanceOf(OptionException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nQUIT", "a'b", "a>b", "é"})
  void refusesNamesThatWouldSpeakForThemselves(String name) {
    assertThatThrownBy(() -> make(Side.BACK, Map.of("proto", "smtp", "name", name)))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("option 'name': '");
  }

  @Test
  void refusesOptionsThatItDoesNotHave() {
    assertRefused(
        Side.FRONT,
        Map.of("proto", "smtp", "alone", ""),
        "no such option: 'alone'. Available: name, optional, proto. Remove or correct it");
    assertThatThrownBy(() ->
            new GreetProvider()
                .newFactory(Side.FRONT, Map.of("proto", "smtp", "optional", ""), new Traces()))
        .hasMessageContaining("no such option: 'optional'");
  }

  @Test
  void namesDialoguesAsTheConfigurationDoes() throws OptionException {
    assertThat(make(Side.FRONT, Map.of("proto", "smtp")).name()).isEqualTo("starttls");
  }

  private static void assertRefused(Side side, Map<String, String> options, String message) {
    assertThatThrownBy(() -> make(side, options))
        .isInstanceOf(OptionException.class)
        .hasMessage(message);
  }

  private static HandshakeFactory make(Side side, Map<String, String> options)
      throws OptionException {
    return new StartTlsProvider().newFactory(side, options, new Traces());
  }
}
