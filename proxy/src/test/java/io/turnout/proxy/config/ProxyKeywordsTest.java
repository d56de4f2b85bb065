package io.turnout.proxy.config;

import static io.turnout.proxy.config.ConfigText.TIMEOUTS;
import static io.turnout.proxy.config.ConfigText.backend;
import static io.turnout.proxy.config.ConfigText.frontend;
import static io.turnout.proxy.config.ConfigText.lines;
import static io.turnout.proxy.config.ConfigText.messages;
import static io.turnout.proxy.config.ConfigText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyKeywordsTest {
  @Test
  void hasTheDefaultsOfTheLanguage() {
    BackendConfig backend = backend("");
    assertThat(backend.balance()).isEqualTo(new Balance.Random(2));
    assertThat(backend.retries()).isEqualTo(3);
    assertThat(backend.redispatchInterval()).isZero();
    assertThat(backend.disabled()).isFalse();
    assertThat(backend.options())
        .isEqualTo(
            new BackendOptions(
                false, false, false, false, false, new SpliceConfig(false, false, false)));
    FrontendConfig frontend = frontend("");
    assertThat(frontend.maxConnections()).isZero();
    assertThat(frontend.defaultBackend()).isNull();
    assertThat(frontend.log().format()).isEqualTo(new LogFormatConfig.Brief());
  }

  static List<Map.Entry<String, Balance>> balances() {
    return List.of(
        Map.entry("roundrobin", new Balance.RoundRobin()),
        Map.entry("static-rr", new Balance.StaticRoundRobin()),
        Map.entry("leastconn", new Balance.LeastConnections()),
        Map.entry("first", new Balance.First()),
        Map.entry("source", new Balance.Source()),
        Map.entry("random", new Balance.Random(2)),
        Map.entry("random()", new Balance.Random(2)),
        Map.entry("random(5)", new Balance.Random(5)));
  }

  @ParameterizedTest
  @MethodSource("balances")
  void readsBalance(Map.Entry<String, Balance> entry) {
    assertThat(backend("balance " + entry.getKey()).balance()).isEqualTo(entry.getValue());
  }

  @Test
  void readsFrontend() {
    FrontendConfig frontend =
        frontend(
            """
              mode tcp
              id 9
              description All of it
              maxconn 50
              backlog 60
              disabled
              option tcpka
              option nolinger
              option tcp-smart-accept
              option splice-auto
              option splice-request
              option splice-response
              option dontlognull
              option dontlog-normal
              option log-separate-errors
              option logasap
              option tcplog
              log-tag web
              log stdout format raw local0
            """);
    assertThat(frontend.id()).isEqualTo(9);
    assertThat(frontend.description()).isEqualTo("All of it");
    assertThat(frontend.maxConnections()).isEqualTo(50);
    assertThat(frontend.backlog()).isEqualTo(60);
    assertThat(frontend.disabled()).isTrue();
    assertThat(frontend.position()).isEqualTo(new SourcePosition("t.cfg", 5));
    assertThat(frontend.options())
        .isEqualTo(new FrontendOptions(true, true, true, new SpliceConfig(true, true, true)));
    LogConfig log = frontend.log();
    assertThat(log.targets()).hasSize(1);
    assertThat(log.format()).isEqualTo(new LogFormatConfig.Tcp());
    assertThat(log.tag()).isEqualTo("web");
    assertThat(List.of(log.nullSkipped(), log.normalSkipped(), log.errorsRaised(), log.early()))
        .containsOnly(true);
  }

  @Test
  void readsBackend() {
    BackendConfig backend =
        backend(
            """
              description B
              retries 7
              option redispatch 3
              option srvtcpka
              option tcp-smart-connect
              option nolinger
              option abortonclose
              option allbackups
              option splice-request
            """);
    assertThat(backend.retries()).isEqualTo(7);
    assertThat(backend.redispatchInterval()).isEqualTo(3);
    assertThat(backend.options())
        .isEqualTo(
            new BackendOptions(true, true, true, true, true, new SpliceConfig(false, true, false)));
  }

  @ParameterizedTest
  @CsvSource({
    "option redispatch, -1",
    "option redispatch 0, 0",
    "option redispatch -2, -2",
    "no option redispatch, 0",
    "default option redispatch, 0",
  })
  void readsRedispatch(String line, int interval) {
    assertThat(backend("option redispatch 9\n " + line).redispatchInterval()).isEqualTo(interval);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "default"})
  void switchesInheritedOptionsOff(String prefix) {
    String text =
        TIMEOUTS
            + " option splice-auto\nfrontend f\n bind :1\n "
            + prefix
            + " option splice-auto\n";
    assertThat(valid(text).frontends().getFirst().options().splice().auto()).isFalse();
  }

  @Test
  void setsKeepAliveOfEachSide() {
    String text = TIMEOUTS + " %s\nlisten l\n bind :1\n server s 192.0.2.1\n";
    assertKeepAlive(valid(text.formatted("option tcpka")), true, true);
    assertKeepAlive(valid(text.formatted("option clitcpka")), true, false);
    assertKeepAlive(valid(text.formatted("option srvtcpka")), false, true);
  }

  private static void assertKeepAlive(ProxyConfig config, boolean client, boolean server) {
    assertThat(config.frontends().getFirst().options().keepAlive()).isEqualTo(client);
    assertThat(config.backends().getFirst().options().keepAlive()).isEqualTo(server);
  }

  @Test
  void readsLogFormats() {
    assertThat(frontend("log stdout daemon\n option tcplog clf").log().format())
        .isEqualTo(new LogFormatConfig.TcpClf());
    assertThat(frontend("log stdout daemon\n log-format \"%ci %t\"").log().format())
        .isEqualTo(new LogFormatConfig.Custom("%ci %t", new SourcePosition("t.cfg", 8)));
    assertThat(lines("defaults\n option tcplog\n log-format x\n"))
        .containsExactly("WARNING OVERWRITTEN 3");
  }

  @Test
  void logsToWhereGlobalLogs() {
    ProxyConfig config =
        valid(
            "global\n log stdout daemon\n log stderr daemon\n"
                + TIMEOUTS
                + " log global\nfrontend a\n bind :1\nfrontend b\n bind :2\n no log\n"
                + "frontend c\n bind :3\n log fd@5 user\nbackend d\n server s 192.0.2.1\n");
    assertThat(config.frontends())
        .extracting(f -> f.log().targets().size())
        .containsExactly(2, 0, 3);
    assertThat(config.backends().getFirst().logs()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "server s 192.0.2.1:1 => ALERT WRONG_SECTION",
        "default-server weight 1 => ALERT WRONG_SECTION",
        "maxpipes 1 => ALERT WRONG_SECTION",
        "balance source => WARNING IGNORED_HERE",
        "retries 1 => WARNING IGNORED_HERE",
        "option abortonclose => WARNING IGNORED_HERE",
        "option redispatch => WARNING IGNORED_HERE",
        "timeout connect 5 => WARNING IGNORED_HERE",
      })
  void knowsWhatAFrontendHasNoUseFor(String line, String expected) {
    assertThat(lines(TIMEOUTS + "frontend f\n bind :1\n " + line + "\n"))
        .containsExactly(expected + " 7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bind :1",
        "default_backend x",
        "maxconn 1",
        "backlog 1",
        "option tcplog",
        "option dontlognull",
        "option tcp-smart-accept",
        "timeout client 1",
        "log-format x",
      })
  void warnsOfWhatABackendHasNoUseFor(String line) {
    assertThat(lines(TIMEOUTS + "backend b\n server s 192.0.2.1:1\n " + line + "\n"))
        .containsExactly("WARNING IGNORED_HERE 7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind :1", "server s 192.0.2.1", "id 3", "description x"})
  void refusesInDefaultsWhatBelongsToOneProxy(String line) {
    assertThat(lines("defaults\n " + line + "\n")).containsExactly("ALERT WRONG_SECTION 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "mode => MISSING_ARGUMENT",
        "mode tcp x => EXTRA_ARGUMENT",
        "mode http => NEEDS_HTTP",
        "mode log => NOT_SUPPORTED_YET",
        "mode health => BAD_CHOICE",
        "balance => MISSING_ARGUMENT",
        "balance roundrobbin => BAD_CHOICE",
        "balance source x => EXTRA_ARGUMENT",
        "balance random(0) => BAD_NUMBER",
        "balance random(x) => BAD_NUMBER",
        "balance random(2 => BAD_NUMBER",
        "balance hash => NOT_SUPPORTED_YET",
        "balance hdr(host) => NEEDS_HTTP",
        "retries -1 => BAD_NUMBER",
        "option => MISSING_ARGUMENT",
        "option foo => UNKNOWN_OPTION",
        "option tcpka x => EXTRA_ARGUMENT",
        "no option tcpka => BAD_PREFIX",
        "no option tcplog => BAD_PREFIX",
        "option tcplog x => EXTRA_ARGUMENT",
        "option httplog => NEEDS_HTTP",
        "option forwardfor => NEEDS_HTTP",
        "option tcp-check => NOT_SUPPORTED_YET",
        "option redispatch x => BAD_NUMBER",
        "option redispatch 1 2 => EXTRA_ARGUMENT",
        "timeout => MISSING_ARGUMENT",
        "timeout clent 5 => UNKNOWN_OPTION",
        "timeout client => MISSING_ARGUMENT",
        "timeout client 5 6 => EXTRA_ARGUMENT",
        "no maxconn => BAD_PREFIX",
        "id 0 => BAD_NUMBER",
        "use_backend x => NOT_SUPPORTED_YET",
        "stick-table type ip => NOT_SUPPORTED_YET",
        "http-request deny => NEEDS_HTTP",
        "cookie x => NEEDS_HTTP",
        "enabled x => EXTRA_ARGUMENT",
        "deafult_backend x => UNKNOWN_KEYWORD",
        "log-tag => MISSING_ARGUMENT",
        "log global x => EXTRA_ARGUMENT",
      })
  void refuses(String line, String code) {
    assertThat(lines("listen l\n " + line + "\n")).containsExactly("ALERT " + code + " 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "deafult_backend x => default_backend",
        "ballance source => balance",
        "option tcplgo => tcplog",
        "timeout clinet 5 => client",
        "balance roundrobbin => roundrobin",
        "bind :1 maxcnon 3 => maxconn",
        "server s 192.0.2.1 wieght 3 => weight",
        "maxcon 3 => maxconn",
      })
  void suggestsTheNearestName(String line, String nearest) {
    assertThat(messages("listen l\n " + line + "\n")).contains("Did you mean '" + nearest + "'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "use_bakcend x => use_backend",
        "option forwardfr => forwardfor",
        "bind :1 transparnt => transparent",
      })
  void saysThatTheNearestNameIsNotSupported(String line, String nearest) {
    assertThat(messages("listen l\n " + line + "\n"))
        .contains("Did you mean '" + nearest + "' (not supported)?");
  }
}
