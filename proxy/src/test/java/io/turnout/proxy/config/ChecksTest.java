package io.turnout.proxy.config;

import static io.turnout.proxy.config.ConfigText.TIMEOUTS;
import static io.turnout.proxy.config.ConfigText.lines;
import static io.turnout.proxy.config.ConfigText.messages;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only shows when all sections are known. */
class ChecksTest {
  private static final String RULE = " tcp-request content start-tls\n";

  @Test
  void tlsThatNoRuleStartsIsAWarning() {
    String bind = " bind :1 starttls rule crt x\n";
    String server = " server s 192.0.2.1:1\n";
    assertThat(lines(TIMEOUTS + "listen l\n" + bind + server))
        .containsExactly("WARNING WITHOUT_EFFECT 6");
    assertThat(lines(TIMEOUTS + "listen l\n" + bind + server + RULE)).isEmpty();
    String front = TIMEOUTS + "frontend f\n default_backend b\n" + bind;
    assertThat(lines(front + "backend b\n" + server + "backend c\n" + server + RULE))
        .containsExactly("WARNING WITHOUT_EFFECT 7");
    assertThat(lines(front + "backend b\n" + server + RULE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', WARNING WITHOUT_EFFECT 6",
    "' bind :2 accept-proxy\n', ''",
    "' tcp-request connection expect-proxy layer4\n', ''",
    "' unique-id-format %rt\n', ''"
  })
  void uniqueIdsThatNobodyHasAreAWarning(String front, String problem) {
    String server = " server s 192.0.2.1:1 send-proxy-v2 proxy-v2-options unique-id\n";
    String listen = TIMEOUTS + "listen l\n" + server + " bind :1\n" + front;
    assertThat(String.join("", lines(listen))).isEqualTo(problem);
    String two =
        TIMEOUTS + "backend b\n" + server + "frontend f\n default_backend b\n bind :1\n" + front;
    assertThat(String.join("", lines(two))).isEqualTo(problem);
  }

  @Test
  void uniqueIdsOfABackendThatNobodyUsesAreNotJudged() {
    String server = " server s 192.0.2.1:1 send-proxy-v2 proxy-v2-options unique-id\n";
    assertThat(lines(TIMEOUTS + "backend b\n" + server)).isEmpty();
  }

  /** It is told of where it stands, once, and only if no server at all has a use for it. */
  @Test
  void presetUniqueIdsAreAWarningOnlyIfOfNoUseAtAll() {
    String preset = " default-server send-proxy-v2 proxy-v2-options unique-id\n";
    String servers = " server s 192.0.2.1:1\n server t 192.0.2.2:1\n";
    String listen = "listen l\n bind :1\n" + preset + servers;
    assertThat(lines(TIMEOUTS + listen)).containsExactly("WARNING WITHOUT_EFFECT 7");
    assertThat(messages(TIMEOUTS + listen))
        .startsWith("'default-server proxy-v2-options unique-id' has no effect");
    String with = "listen m\n bind :2\n unique-id-format %rt\n" + servers;
    String without = "listen n\n bind :3\n" + servers;
    assertThat(lines(TIMEOUTS + preset + without + with)).isEmpty();
    assertThat(lines(TIMEOUTS + preset + without)).containsExactly("WARNING WITHOUT_EFFECT 5");
    assertThat(lines(TIMEOUTS + preset + without.replace("2.1:1", "2.1:1 no-send-proxy-v2")))
        .containsExactly("WARNING WITHOUT_EFFECT 5");
    assertThat(lines(TIMEOUTS + preset + without.replace(":1\n", ":1 no-send-proxy-v2\n")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "starttls-name a, ''",
    "send-proxy-v2 proxy-v2-options unique-id, ''",
    "'', bind :2 starttls-name a",
    "'', bind :2 starttls rule crt x",
  })
  void disabledSectionsAreNotAskedForEffects(String server, String bind) {
    String listen = "listen l\n bind :1\n %s\n server s 192.0.2.1:1 %s\n".formatted(bind, server);
    assertThat(lines(TIMEOUTS + listen)).hasSize(1).allMatch(l -> l.contains("WITHOUT_EFFECT"));
    assertThat(lines(TIMEOUTS + listen + " disabled\n")).isEmpty();
  }

  /** Nobody comes from it. */
  @Test
  void disabledSectionsLendNoEffect() {
    String front =
        "frontend f\n bind :1 starttls smtp starttls-optional crt x\n default_backend b\n";
    String back = "backend b\n server s 192.0.2.1:25 starttls-name a\n";
    assertThat(lines(TIMEOUTS + back + front)).isEmpty();
    assertThat(lines(TIMEOUTS + back + front + " disabled\n"))
        .containsExactly("WARNING WITHOUT_EFFECT 6");
  }

  /** What would give it an effect may stand on the line that was refused. */
  @Test
  void sectionsBesideOneThatIsWrongAreNotAskedForEffects() {
    String front = "frontend f\n bind :1 starttls-name a\n default_backend b\n";
    String back = "backend b\n server s 192.0.2.1:25 starttls iamp\n";
    assertThat(lines(TIMEOUTS + front + back)).containsExactly("ALERT BAD_CHOICE 9");
  }

  private static final String SERVER = " server s 192.0.2.1:1\n";

  @Test
  void refusesUnknownDefaultBackend() {
    String text = TIMEOUTS + "frontend f\n bind :1\n default_backend wbe\nbackend web\n" + SERVER;
    assertThat(lines(text)).containsExactly("ALERT UNKNOWN_BACKEND 7");
    assertThat(messages(text)).contains("Did you mean 'web'?", "Allowed: web.");
  }

  @Test
  void saysWhenTheDefaultBackendIsAFrontend() {
    assertThat(messages(TIMEOUTS + "frontend f\n bind :1\n default_backend f\n"))
        .contains("is a frontend", "none, since there is no backend");
  }

  @Test
  void leavesDisabledProxiesAlone() {
    assertThat(lines("frontend f\n disabled\n default_backend x\nbackend b\n disabled\n"))
        .isEmpty();
  }

  @Test
  void warnsOfAFrontendWithoutBind() {
    assertThat(lines(TIMEOUTS + "frontend f\n")).containsExactly("WARNING NO_BIND 5");
  }

  @Test
  void warnsOfABackendWithoutServer() {
    assertThat(lines(TIMEOUTS + "backend b\n")).containsExactly("WARNING NO_SERVER 5");
    assertThat(lines(TIMEOUTS + "listen l\n bind :1\n")).containsExactly("WARNING NO_SERVER 5");
    assertThat(lines(TIMEOUTS + "listen l\n bind :1\n default_backend b\nbackend b\n" + SERVER))
        .isEmpty();
  }

  @Test
  void warnsOfMissingTimeouts() {
    assertThat(lines("frontend f\n bind :1\n")).containsExactly("WARNING MISSING_TIMEOUTS 1");
    assertThat(messages("listen l\n bind :1\n timeout client 0\n" + SERVER))
        .contains("listen 'l': 'timeout client', 'timeout connect', 'timeout server'.");
    assertThat(messages("backend b\n timeout connect 1\n" + SERVER))
        .contains(": 'timeout server'.");
  }

  @Test
  void warnsOfALogFormatWithoutLog() {
    String text = TIMEOUTS + "frontend f\n bind :1\n option tcplog\n";
    assertThat(lines(text)).containsExactly("WARNING LOG_FORMAT_UNUSED 5");
    assertThat(lines(text + " log global\n")).containsExactly("WARNING LOG_FORMAT_UNUSED 5");
    assertThat(lines(text + " log stdout daemon\n")).isEmpty();
  }

  @Test
  void doesNotCallMissingWhatWasRefused() {
    assertThat(lines("listen l\n bind :0\n server s nosuch.example\n timeout client x\n"))
        .containsExactly("ALERT BAD_PORT 2", "ALERT UNKNOWN_HOST 3", "ALERT BAD_TIME 4");
  }

  @Test
  void tellsProblemsByFileAndLine() {
    String late = "frontend f\n bind :1\n default_backend x\n maxcon 5\nbackend b\n " + SERVER;
    ParseResult result =
        ConfigLoader.parse(
            List.of(
                new ConfigSource("z.cfg", "global\n zero-warning\n" + late),
                new ConfigSource("a.cfg", "frontend f\n bind :2\n bnid :3\n")),
            Map.of(),
            host -> List.of());
    assertThat(result.problems())
        .extracting(p -> p.position() + " " + p.code())
        .containsExactly(
            "z.cfg:5 UNKNOWN_BACKEND",
            "z.cfg:6 UNKNOWN_KEYWORD",
            "z.cfg:7 MISSING_TIMEOUTS",
            "a.cfg:1 DUPLICATE_PROXY",
            "a.cfg:3 UNKNOWN_KEYWORD",
            "null WARNINGS_ARE_FATAL");
  }

  @Test
  void refusesProxiesOfOneId() {
    assertThat(lines(TIMEOUTS + "backend a\n id 5\n" + SERVER + "backend b\n id 5\n" + SERVER))
        .containsExactly("ALERT DUPLICATE_ID 9");
  }
}
