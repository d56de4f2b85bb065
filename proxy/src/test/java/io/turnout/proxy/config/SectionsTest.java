package io.turnout.proxy.config;

import static io.turnout.proxy.config.ConfigText.TIMEOUTS;
import static io.turnout.proxy.config.ConfigText.lines;
import static io.turnout.proxy.config.ConfigText.messages;
import static io.turnout.proxy.config.ConfigText.parse;
import static io.turnout.proxy.config.ConfigText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SectionsTest {
  @Test
  void readsTheSectionBehindAHeaderThatCannotBeRead() {
    String text =
        TIMEOUTS
            + "frontend f\n bind :1\n default_backend web\n"
            + "backend \"web\n balance source\n server s 192.0.2.1:1\n rertries 5\n"
            + "global '\n maxconn x\n"
            + "peers \"p\n peer a 192.0.2.1:1\n";
    assertThat(lines(text))
        .containsExactly(
            "ALERT UNMATCHED_QUOTE 8",
            "ALERT UNKNOWN_KEYWORD 11",
            "ALERT UNMATCHED_QUOTE 12",
            "ALERT BAD_NUMBER 13",
            "ALERT UNMATCHED_QUOTE 14");
    assertThat(lines("defaults \"d\n timeout client 1\nfrontend f\n bind :1\n"))
        .containsExactly("ALERT UNMATCHED_QUOTE 1");
  }

  @Test
  void makesAFrontendAndABackendOfAListen() {
    ProxyConfig config = valid(TIMEOUTS + "listen l\n bind :1\n server s 192.0.2.1:1\n");
    assertThat(config.frontends()).extracting(FrontendConfig::name).containsExactly("l");
    assertThat(config.backends()).extracting(BackendConfig::name).containsExactly("l");
    assertThat(config.frontends().getFirst().defaultBackend()).isEqualTo("l");
    assertThat(config.frontends().getFirst().id()).isEqualTo(config.backends().getFirst().id());
  }

  @Test
  void numbersProxiesFrom2AroundGivenIds() {
    ProxyConfig config =
        valid(
            TIMEOUTS
                + """
                frontend a
                  bind :1
                listen b
                  id 3
                  bind :2
                  server s 192.0.2.1:1
                backend c
                  server s 192.0.2.1:1
                """);
    assertThat(config.frontends()).extracting(FrontendConfig::id).containsExactly(2, 3);
    assertThat(config.backends()).extracting(BackendConfig::id).containsExactly(3, 4);
  }

  @Test
  void inheritsFromTheLastDefaults() {
    ProxyConfig config =
        valid(
            """
            defaults one
              timeout client 1s
              maxconn 10
              option dontlognull
            frontend a
              bind :1
            defaults
              timeout client 2s
            frontend b
              bind :2
            """);
    FrontendConfig a = config.frontends().get(0);
    FrontendConfig b = config.frontends().get(1);
    assertThat(a.maxConnections()).isEqualTo(10);
    assertThat(a.log().nullSkipped()).isTrue();
    assertThat(b.maxConnections()).isZero();
    assertThat(b.log().nullSkipped()).isFalse();
    assertThat(b.timeouts().clientNanos()).isEqualTo(2_000_000_000L);
  }

  @Test
  void inheritsFromNamedDefaultsOverSeveralLevels() {
    ProxyConfig config =
        valid(
            """
            defaults base
              timeout client 1s
              maxconn 10
            defaults more from base
              maxconn 20
            defaults
              timeout client 9s
            frontend a from more
              bind :1
            frontend b
              bind :2
            """);
    assertThat(config.frontends())
        .extracting(FrontendConfig::maxConnections)
        .containsExactly(20, 0);
    assertThat(config.frontends().get(0).timeouts().clientNanos()).isEqualTo(1_000_000_000L);
  }

  @Test
  void changesOfAProxyDoNotReachTheDefaults() {
    ProxyConfig config =
        valid(
            TIMEOUTS
                + """
                  option nolinger
                  default-server weight 7
                frontend a
                  bind :1
                  no option nolinger
                  timeout client 1
                backend b
                  default-server weight 8
                  server s 192.0.2.1:1
                backend c
                  server s 192.0.2.1:1
                frontend d
                  bind :2
                """);
    assertThat(config.frontends())
        .extracting(f -> f.options().noLinger())
        .containsExactly(false, true);
    assertThat(config.frontends().get(1).timeouts().clientNanos()).isEqualTo(30_000_000_000L);
    assertThat(config.backends())
        .extracting(b -> b.servers().getFirst().weight())
        .containsExactly(8, 7);
  }

  @Test
  void keepsDefaultsOverFilesButNotTheSection() {
    ParseResult result =
        ConfigLoader.parse(
            List.of(
                new ConfigSource("1.cfg", "defaults\n timeout client 1\n maxconn 5\n"),
                new ConfigSource("2.cfg", "maxconn 6\nfrontend f\n bind :1\n")),
            Map.of(),
            host -> List.of());
    assertThat(lines(result)).containsExactly("ALERT OUT_OF_SECTION 1");
    assertThat(result.problems().getFirst().position()).isEqualTo(new SourcePosition("2.cfg", 1));
    assertThat(result.config()).isNull();
  }

  @Test
  void allowsAFrontendAndABackendOfOneName() {
    valid(
        TIMEOUTS + "frontend x\n bind :1\n default_backend x\nbackend x\n server s 192.0.2.1:1\n");
  }

  @Test
  void refusesTwoProxiesOfOneNameAndSide() {
    String text = TIMEOUTS + "frontend x\n bind :1\nbackend y\n server s 192.0.2.1\n";
    assertThat(lines(text + "frontend x\n bind :2\n")).containsExactly("ALERT DUPLICATE_PROXY 9");
    assertThat(lines(text + "listen y\n bind :2\n server s 192.0.2.1\n"))
        .containsExactly("ALERT DUPLICATE_PROXY 9");
  }

  @Test
  void refusesMalformedHeaders() {
    assertThat(lines("global x\n")).containsExactly("ALERT EXTRA_ARGUMENT 1");
    assertThat(lines("frontend\n")).containsExactly("ALERT MISSING_ARGUMENT 1");
    assertThat(lines("frontend a b\n")).containsExactly("ALERT EXTRA_ARGUMENT 1");
    assertThat(lines("frontend 'a b'\n")).containsExactly("ALERT BAD_NAME 1");
    assertThat(lines("frontend a from\n")).containsExactly("ALERT MISSING_ARGUMENT 1");
    assertThat(lines("defaults a b\n")).containsExactly("ALERT EXTRA_ARGUMENT 1");
  }

  @Test
  void refusesUnknownAndAmbiguousDefaults() {
    assertThat(lines("defaults base\nfrontend a from bsae\n"))
        .containsExactly("ALERT UNKNOWN_DEFAULTS 2");
    assertThat(messages("defaults base\nfrontend a from bsae\n")).contains("Did you mean 'base'?");
    assertThat(lines("defaults d\ndefaults d\ndefaults\nbackend b from d\n server s 192.0.2.1\n"))
        .startsWith("ALERT AMBIGUOUS_DEFAULTS 4");
  }

  @Test
  void warnsOfDefaultsUsedByNameAndByPosition() {
    String text =
        "defaults d\n timeout client 1\nfrontend a from d\n bind :1\nfrontend b\n bind :2\n";
    assertThat(lines(text)).containsExactly("WARNING MIXED_DEFAULTS 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"peers p", "resolvers r", "userlist u", "cache c"})
  void refusesSectionsOfHaproxyOnceAndSkipsTheirLines(String header) {
    assertThat(lines(header + "\n user x\n foo bar\nglobal\n maxcon 1\n"))
        .containsExactly("ALERT UNSUPPORTED_SECTION 1", "ALERT UNKNOWN_KEYWORD 5");
  }

  @Test
  void readsOnInTheSectionThatWasMeant() {
    assertThat(lines("global\n maxconn 1\nfrontned f\n bind :1\n nonsense\n"))
        .containsExactly("ALERT UNKNOWN_SECTION 3", "ALERT UNKNOWN_KEYWORD 5");
    assertThat(messages("listn l\n")).contains("Did you mean 'listen'?");
  }

  @Test
  void reportsLinesOutsideOfSectionsOncePerRun() {
    assertThat(lines("foo\nbar\nglobal\n maxconn 1\n")).containsExactly("ALERT OUT_OF_SECTION 1");
  }

  @Test
  void collectsAllProblemsOfAllFiles() {
    ParseResult result =
        ConfigLoader.parse(
            List.of(
                new ConfigSource("1.cfg", "global\n maxconn x\n foo\n"),
                new ConfigSource(
                    "2.cfg", "backend b\n retries x\n server s 192.0.2.1 weight 999\n")),
            Map.of(),
            host -> List.of());
    assertThat(result.problems())
        .extracting(p -> p.position() + " " + p.code())
        .containsExactly(
            "1.cfg:2 BAD_NUMBER",
            "1.cfg:3 UNKNOWN_KEYWORD",
            "2.cfg:2 BAD_NUMBER",
            "2.cfg:3 BAD_NUMBER");
  }

  @Test
  void turnsWarningsIntoAnErrorWithZeroWarning() {
    String warning = TIMEOUTS + "backend b\n";
    assertThat(parse(warning).config()).isNotNull();
    assertThat(lines("global\n zero-warning\n" + warning))
        .containsExactly("WARNING NO_SERVER 7", "ALERT WARNINGS_ARE_FATAL -");
  }
}
