package io.turnout.proxy.config;

import static io.turnout.proxy.config.ConfigText.TIMEOUTS;
import static io.turnout.proxy.config.ConfigText.lines;
import static io.turnout.proxy.config.ConfigText.messages;
import static io.turnout.proxy.config.ConfigText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Ip4Address;
import io.turnout.proxy.config.TlsConfig.ServerName;
import io.turnout.spi.TlsSettings.Certificates;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Policy;
import io.turnout.spi.TlsSettings.Sessions;
import io.turnout.spi.TlsSettings.Source;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bind} and {@code server} lines say of handshakes and TLS. */
class TransportOptionsTest {
  private static TransportConfig bind(String global, String options) {
    String text =
        "global\n"
            + global
            + "\n"
            + TIMEOUTS
            + "listen f\n bind :1 "
            + options
            + "\n server s 192.0.2.1:1\n";
    return valid(text).frontends().getFirst().binds().getFirst().transport();
  }

  private static TransportConfig server(String global, String options) {
    String text =
        "global\n"
            + global
            + "\n"
            + TIMEOUTS
            + "listen f\n bind :1\n server s 192.0.2.1:25 "
            + options
            + "\n";
    return valid(text).backends().getFirst().servers().getFirst().transport();
  }

  private static TlsConfig tls(TransportConfig transport) {
    return Objects.requireNonNull(transport.tls());
  }

  @Test
  void isPlainUnlessTold() {
    assertThat(bind("", "")).isEqualTo(TransportConfig.PLAIN);
    assertThat(server("", "")).isEqualTo(TransportConfig.PLAIN);
  }

  @Test
  void readsAllThatBindSaysOfTls() {
    TlsConfig tls =
        tls(
            bind(
                "",
                "ssl crt a.pem crt-list l crt /b strict-sni ca-file ca.pem crl-file crl.pem"
                    + " verify optional alpn h2,x ssl-min-ver TLSv1.2 ssl-max-ver TLSv1.3"
                    + " ciphers C ciphersuites S curves X25519 no-tls-tickets tls-engine jdk"));
    assertThat(tls)
        .isEqualTo(
            new TlsConfig(
                Engine.JDK,
                new Certificates(
                    List.of(
                        new Source.Pem(Path.of("a.pem")),
                        new Source.Listed(Path.of("l")),
                        new Source.Pem(Path.of("/b"))),
                    true),
                new Trust(Verify.OPTIONAL, "ca.pem", Path.of("crl.pem"), ""),
                new Policy("TLSv1.2", "TLSv1.3", "C", "S", "X25519", List.of("h2", "x")),
                new Sessions(false, 20_000, Duration.ofMinutes(5)),
                null));
  }

  @Test
  void readsAllThatServerSaysOfTls() {
    TlsConfig tls =
        tls(
            server(
                "",
                "ssl ca-file @system-ca verifyhost a.example sni ssl_fc_sni no-ssl-reuse"
                    + " force-tlsv13 crt client.pem"));
    assertThat(tls.trust()).isEqualTo(new Trust(Verify.REQUIRED, Trust.SYSTEM, null, "a.example"));
    assertThat(tls.serverName()).isEqualTo(new ServerName.OfClient());
    assertThat(tls.sessions()).isEqualTo(new Sessions(false, 0, Duration.ofMinutes(5)));
    assertThat(tls.policy().minVersion()).isEqualTo("TLSv1.3");
    assertThat(tls.policy().maxVersion()).isEqualTo("TLSv1.3");
    assertThat(tls.certificates()).isEqualTo(Certificates.of(Path.of("client.pem")));
  }

  @Test
  void presetsAreForLinesThatSayNothing() {
    String global =
        " crt-base /c\n ca-base /a\n ssl-default-bind-options ssl-min-ver TLSv1.3 strict-sni"
            + "\n ssl-default-bind-ciphersuites S\n tune.ssl.cachesize 7\n tune.ssl.lifetime 9";
    TlsConfig tls = tls(bind(global, "ssl crt-list l crt x.pem ca-file y.pem"));
    assertThat(tls.certificates().sources())
        .containsExactly(new Source.Listed(Path.of("/c/l")), new Source.Pem(Path.of("/c/x.pem")));
    assertThat(tls.certificates().strictNames()).isTrue();
    assertThat(tls.trust().authorities()).isEqualTo("/a/y.pem");
    assertThat(tls.policy().minVersion()).isEqualTo("TLSv1.3");
    assertThat(tls.policy().suites()).isEqualTo("S");
    assertThat(tls.sessions()).isEqualTo(new Sessions(true, 7, Duration.ofSeconds(9)));
    assertThat(tls(bind(global, "ssl crt x ssl-min-ver TLSv1.2")).policy().minVersion())
        .isEqualTo("TLSv1.2");
    assertThat(tls(server(" ssl-server-verify none", "ssl")).trust().verify())
        .isEqualTo(Verify.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "no-tlsv12 ssl-min-ver TLSv1.2, TLSv1.3, ''",
    "ssl-min-ver TLSv1.2 no-tlsv12, TLSv1.3, ''",
    "no-tlsv13 ssl-max-ver TLSv1.3, '', TLSv1.2",
    "ssl-max-ver TLSv1.3 no-tlsv13, '', TLSv1.2",
    "ssl-max-ver TLSv1.3 no-tlsv12, TLSv1.3, TLSv1.3",
  })
  void whatTakesAVersionOutGoesWithWhatNamesTheLimits(String words, String least, String most) {
    TlsConfig tls = tls(bind("", "ssl crt x " + words));
    assertThat(tls.policy().minVersion()).isEqualTo(least);
    assertThat(tls.policy().maxVersion()).isEqualTo(most);
  }

  @Test
  void linesMayNameALeastVersionThatIsPresetNotToBe() {
    String global = " ssl-default-bind-options no-tlsv12 no-tlsv13";
    assertThat(tls(bind(global, "ssl crt x ssl-min-ver TLSv1.2")).policy().minVersion())
        .isEqualTo("TLSv1.2");
    assertThat(tls(bind(global, "ssl crt x")).policy().minVersion()).isEqualTo("TLSv1.3");
    assertThat(tls(bind(global, "ssl crt x")).policy().maxVersion()).isEqualTo("TLSv1.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-service", "my_service", "b.example", "bücher.example", "192.0.2.1"})
  void serversAreAskedForNamesOfHosts(String name) {
    assertThat(tls(server("", "ssl sni str(" + name + ")")).serverName())
        .isEqualTo(new ServerName.Fixed(name));
    assertThat(ServerName.canBeAsked(name)).isTrue();
  }

  @Test
  void dialoguesComeInTheOrderInWhichTheyAreSpoken() {
    TransportConfig client =
        bind(
            "",
            "starttls smtp starttls-optional starttls-name mx crt x accept-proxy"
                + " accept-netscaler-cip 0x77");
    assertThat(client.dialogues())
        .containsExactly(
            new DialogueConfig("netscaler-cip", Map.of("magic", "0x77")),
            new DialogueConfig("proxy", Map.of()),
            new DialogueConfig("starttls", Map.of("proto", "smtp", "optional", "", "name", "mx")));
    assertThat(client.tls()).isNotNull();
    TransportConfig server =
        server(
            "",
            "starttls imap send-proxy-v2-ssl-cn proxy-v2-options crc32c check-via-socks4"
                + " proxy-v2-pass-tlv 0x05,0xE0 set-proxy-v2-tlv-fmt(0xE1) edge socks5"
                + " 192.0.2.9:1080 socks5-user u:p");
    assertThat(server.via()).isEqualTo(new Ip4Address(0xc0000209, 1080));
    assertThat(server.dialogues())
        .containsExactly(
            new DialogueConfig(
                "socks5", Map.of("host", "192.0.2.1", "port", "25", "user", "u", "password", "p")),
            new DialogueConfig(
                "send-proxy",
                Map.of(
                    "version",
                    "2",
                    "ssl",
                    "",
                    "cert-cn",
                    "",
                    "crc32c",
                    "",
                    "pass",
                    "0x05,0xE0",
                    "tlv(0xe1)",
                    "edge")),
            new DialogueConfig("starttls", Map.of("proto", "imap")));
  }

  @Test
  void aServerTakesBackWhatIsPreset() {
    String text =
        TIMEOUTS
            + "listen f\n bind :1\n default-server ssl verify none send-proxy\n"
            + " server s 192.0.2.1:25 no-ssl no-send-proxy\n server t 192.0.2.1:25\n";
    List<ServerConfig> servers = valid(text).backends().getFirst().servers();
    assertThat(servers.getFirst().transport()).isEqualTo(TransportConfig.PLAIN);
    assertThat(tls(servers.getLast().transport()).trust().verify()).isEqualTo(Verify.NONE);
    assertThat(servers.getLast().transport().dialogues())
        .containsExactly(new DialogueConfig("send-proxy", Map.of("version", "1")));
  }

  @ParameterizedTest
  @CsvSource({
    "starttls smtp starttls-optional, no-starttls",
    "socks4 192.0.2.9:1080, no-socks4",
    "socks5 192.0.2.9:1080 socks5-user u:p, no-socks5",
    "ssl verify none starttls smtp, no-ssl no-starttls"
  })
  void dialoguesThatArePresetAreTakenBack(String preset, String off) {
    String text =
        TIMEOUTS
            + "listen f\n bind :1\n default-server "
            + preset
            + "\n server s 192.0.2.1:25 "
            + off
            + "\n";
    assertThat(valid(text).backends().getFirst().servers().getFirst().transport())
        .isEqualTo(TransportConfig.PLAIN);
  }

  @Test
  void noSslTakesNoStartTlsBack() {
    String text =
        TIMEOUTS
            + "listen f\n bind :1\n default-server ssl verify none starttls smtp\n"
            + " server s 192.0.2.1:25 no-ssl\n";
    assertThat(lines(text)).containsExactly("WARNING WITHOUT_EFFECT 8");
  }

  @Test
  void aUserIsForSocksOfVersionFiveOnly() {
    String text =
        TIMEOUTS
            + "listen f\n bind :1\n default-server socks5-user u:p\n"
            + " server s 192.0.2.1:25 socks4 192.0.2.9:1080\n";
    assertThat(valid(text).backends().getFirst().servers().getFirst().transport().dialogues())
        .containsExactly(new DialogueConfig("socks4", Map.of("host", "192.0.2.1", "port", "25")));
  }

  @Test
  void whatIsPresetNeedNotBeOfUseToAllServers() {
    String text =
        TIMEOUTS
            + "listen f\n bind :1\n default-server proxy-v2-options ssl socks5-user u:p\n"
            + " server s 192.0.2.1:25\n";
    assertThat(valid(text).backends().getFirst().servers().getFirst().transport())
        .isEqualTo(TransportConfig.PLAIN);
  }

  @Test
  void mysqlTurnsToTlsOnBothSides() {
    DialogueConfig spoken = new DialogueConfig("starttls", Map.of("proto", "mysql"));
    assertThat(bind("", "starttls mysql crt x").dialogues()).containsExactly(spoken);
    assertThat(server("", "starttls mysql").dialogues()).containsExactly(spoken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "bind :1 ssl verify maybe => ALERT BAD_CHOICE 3",
        "bind :1 ssl ssl-min-ver TLSv1.0 => ALERT BAD_CHOICE 3",
        "bind :1 ssl alpn h2,,x => ALERT BAD_CHOICE 3",
        "bind :1 starttls stmp => ALERT BAD_CHOICE 3",
        "bind :1 starttls-optional => WARNING WITHOUT_EFFECT 3",
        "bind :1 starttls-name mx => WARNING WITHOUT_EFFECT 3",
        "bind :1 starttls postgres crt x starttls-name mx => WARNING WITHOUT_EFFECT 3",
        "bind :1 accept-netscaler-cip x => ALERT BAD_NUMBER 3",
        "bind :1 accept-netscaler-cip 0 => ALERT BAD_NUMBER 3",
        "bind :1 accept-netscaler-cip 0x100000000 => ALERT BAD_NUMBER 3",
        "bind :1 ssl crt => ALERT MISSING_ARGUMENT 3",
        "bind :1 crt x.pem => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 sni hdr(x) => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 ssl sni str(a.example.) => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 ssl sni str(a..example) => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 ssl sni str(my%service) => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 ssl verifyhost a sni str(b) => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 starttls xmpp => ALERT MISSING_ARGUMENT 3",
        "server s 192.0.2.1:1 starttls-optional => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 starttls xmpp starttls-name => ALERT MISSING_ARGUMENT 3",
        "server s 192.0.2.1:1 starttls-name mx => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 starttls imap starttls-name mx => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 proxy-v2-pass-tlv => ALERT MISSING_ARGUMENT 3",
        "server s 192.0.2.1:1 set-proxy-v2-tlv-fmt(0x100) x => ALERT BAD_NUMBER 3",
        "server s 192.0.2.1:1 set-proxy-v2-tlv-fmt x => ALERT BAD_NUMBER 3",
        "server s 192.0.2.1:1 proxy-v2-pass-tlv 0x05,typo => ALERT BAD_NUMBER 3",
        "server s 192.0.2.1:1 send-proxy-v2 proxy-v2-options crc => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 send-proxy-v2 proxy-v2-options version => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 send-proxy-v2 proxy-v2-options pass => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 send-proxy-v2 proxy-v2-options tlv(0xE0) => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 proxy-v2-options typo => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 proxy-v2-options ssl => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 proxy-v2-pass-tlv all => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 set-proxy-v2-tlv-fmt(0xE0) x => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 socks5-user u:p => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 socks4 192.0.2.2:1 socks5-user u:p => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 no-ssl starttls smtp => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 verify optional => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 socks4 192.0.2.1 => ALERT BAD_PORT 3",
        "server s 192.0.2.1:1 verifyhost a => WARNING WITHOUT_EFFECT 3",
        "bind :1 ssl crt x ca-file a => WARNING WITHOUT_EFFECT 3",
        "bind :1 ssl crt x crl-file a verify none => WARNING WITHOUT_EFFECT 3",
        "bind :1 starttls smtp crt x ca-file a => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 ssl verify none ca-file a => WARNING WITHOUT_EFFECT 3",
        "server s 192.0.2.1:1 ssl verify none verifyhost a => WARNING WITHOUT_EFFECT 3",
        "bind :1 ssl crt x verify required verify none => WARNING OVERWRITTEN 3",
        "bind :1 starttls smtp starttls imap crt x => WARNING OVERWRITTEN 3",
        "bind :1 ssl crt x force-tlsv12 force-tlsv13 => WARNING OVERWRITTEN 3",
        "server s 192.0.2.1:1 ssl crt x crt y => WARNING OVERWRITTEN 3",
        "server s 192.0.2.1:1 socks4 192.0.2.2:1 socks5 192.0.2.2:1 => WARNING OVERWRITTEN 3",
        "bind :1 ssl crt x send-proxy => ALERT WRONG_SECTION 3",
        "bind :1 ssl crt x verifyhost a => ALERT WRONG_SECTION 3",
        "bind :1 no-ssl => ALERT WRONG_SECTION 3",
        "server s 192.0.2.1:1 ssl strict-sni => ALERT WRONG_SECTION 3",
        "server s 192.0.2.1:1 accept-proxy => ALERT WRONG_SECTION 3",
        "bind :1 ssl crt \"a\\x00b\" => ALERT BAD_NAME 3",
        "server s 192.0.2.1:1 ssl ca-file \"a\\x00b\" => ALERT BAD_NAME 3",
        "server s 192.0.2.1:1 ssl ca-file @system => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 socks5 192.0.2.2:1 socks5-user u => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 socks5 192.0.2.2:1 socks5-user :p => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 send-proxy proxy-v2-options ssl => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 send-proxy set-proxy-v2-tlv-fmt(0xE0) x => ALERT BAD_CHOICE 3",
        "server s 192.0.2.1:1 proxy-v2-pass-tlv all,0x05 => ALERT BAD_NUMBER 3",
      })
  void saysWhatIsWrong(String line, String problem) {
    assertThat(lines("listen f\n timeout client 1\n " + line + "\n")).contains(problem);
  }

  /** A value is no option, though something is wrong with the name before it. */
  @Test
  void wrongTypeOfAFieldIsOneProblem() {
    String server = " server s 192.0.2.1:1 send-proxy-v2 set-proxy-v2-tlv-fmt() x\n";
    assertThat(lines(TIMEOUTS + "backend b\n" + server)).containsExactly("ALERT BAD_NUMBER 6");
  }

  @Test
  void passwordsAreNotTold() {
    assertThat(messages("backend b\n server s 192.0.2.1:1 socks5-user :secret\n"))
        .contains("'server s socks5-user': expected <user>:<password>")
        .doesNotContain("secret");
  }

  /** Lines of a list may verify by the line's authorities. */
  @Test
  void authoritiesAreOfUseToLists() {
    assertThat(tls(bind("", "ssl crt-list l ca-file a")).trust().authorities()).isEqualTo("a");
  }

  @Test
  void shownToAServerIsTheCertificateOfItsOwnLine() {
    String text =
        TIMEOUTS
            + "listen f\n bind :1\n default-server ssl verify none crt a\n"
            + " server s 192.0.2.1:25 crt b\n server t 192.0.2.1:25\n";
    List<ServerConfig> servers = valid(text).backends().getFirst().servers();
    assertThat(tls(servers.getFirst().transport()).certificates())
        .isEqualTo(Certificates.of(Path.of("b")));
    assertThat(tls(servers.getLast().transport()).certificates())
        .isEqualTo(Certificates.of(Path.of("a")));
  }

  @Test
  void whatMayStandSeveralTimesIsNoWarning() {
    String server =
        "send-proxy-v2 proxy-v2-options ssl proxy-v2-options crc32c"
            + " set-proxy-v2-tlv-fmt(0xE0) x set-proxy-v2-tlv-fmt(0xE1) y";
    assertThat(server("", server).dialogues()).hasSize(1);
    assertThat(bind("", "ssl crt a crt b crt-list l crt-list m ssl").tls()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "starttls smtp crt x starttls-name a => ''",
        "starttls sieve crt x starttls-name a => ''",
        "starttls xmpp crt x starttls-name a => ''",
        "starttls-name a => starttls imap",
        "'' => starttls lmtp starttls-name a",
        "'' => starttls xmpp starttls-name a",
        "starttls smtp crt x starttls-optional => starttls-name a",
      })
  void nameIsOfUseOnOneSideForWhatTheOtherSpeaks(String bind, String server) {
    String text =
        TIMEOUTS
            + "frontend f\n bind :1 %s\n default_backend b\nbackend b\n server s 192.0.2.1:25 %s\n"
                .formatted(bind, server);

    assertThat(lines(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "starttls-name a => starttls sieve",
        "starttls smtp crt x => starttls-name a",
        "'' => starttls-name a",
      })
  void nameThatNobodyIsToldIsWithoutEffect(String bind, String server) {
    String text =
        TIMEOUTS
            + "frontend f\n bind :1 %s\n default_backend b\nbackend b\n server s 192.0.2.1:25 %s\n"
                .formatted(bind, server);

    assertThat(lines(text)).singleElement().asString().contains("WARNING WITHOUT_EFFECT");
  }

  @Test
  void presetNameThatNoServerNeedsIsWithoutEffect() {
    String text =
        TIMEOUTS
            + "listen f\n bind :1\n default-server starttls-name a\n"
            + " server s 192.0.2.1:25 starttls imap\n server t 192.0.2.1:26\n";

    assertThat(lines(text)).containsExactly("WARNING WITHOUT_EFFECT 7");
  }

  @Test
  void presetNameIsForThoseServersThatNeedOne() {
    String text =
        TIMEOUTS
            + "listen f\n bind :1\n default-server starttls-name a\n"
            + " server s 192.0.2.1:25 starttls smtp\n server t 192.0.2.1:26\n";

    assertThat(lines(text)).isEmpty();
  }
}
