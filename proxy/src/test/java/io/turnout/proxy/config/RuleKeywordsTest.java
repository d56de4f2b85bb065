package io.turnout.proxy.config;

import static io.turnout.proxy.config.ConfigText.TIMEOUTS;
import static io.turnout.proxy.config.ConfigText.backend;
import static io.turnout.proxy.config.ConfigText.frontend;
import static io.turnout.proxy.config.ConfigText.lines;
import static io.turnout.proxy.config.ConfigText.messages;
import static io.turnout.proxy.config.ConfigText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.config.rule.ConditionConfig;
import io.turnout.proxy.config.rule.ConnectionActionConfig;
import io.turnout.proxy.config.rule.ConnectionRuleConfig;
import io.turnout.proxy.config.rule.ContentRuleConfig;
import io.turnout.proxy.config.rule.ContentRulesConfig;
import io.turnout.proxy.config.rule.Converter;
import io.turnout.proxy.config.rule.FetchConfig;
import io.turnout.proxy.config.rule.MatchConfig;
import io.turnout.proxy.config.rule.NetworkConfig;
import io.turnout.proxy.config.rule.NumberRange;
import io.turnout.proxy.config.rule.RuleActionConfig;
import io.turnout.proxy.config.rule.SampleConfig;
import io.turnout.proxy.config.rule.TermConfig;
import io.turnout.proxy.config.rule.TestConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleKeywordsTest {
  private static final TestConfig ALWAYS =
      new TestConfig(
          new SampleConfig(new FetchConfig.Truth(true), List.of()), new MatchConfig.IsTrue());

  private static List<ContentRuleConfig> requests(String lines) {
    return frontend(lines).requestRules().rules();
  }

  /** The match of an ACL's test. */
  private static TestConfig test(String test) {
    ConditionConfig condition =
        requests("tcp-request inspect-delay 1s\ntcp-request content reject if { " + test + " }")
            .getFirst()
            .condition();
    assertThat(condition).isNotNull();
    return condition.anyOf().getFirst().getFirst().anyOf().getFirst();
  }

  /** What is said of a listen section with this line, its third. */
  private static List<String> listen(String line) {
    return lines(listenText(line));
  }

  private static String listenText(String line) {
    return "listen l\n  bind :1\n" + line + "\n  server s 192.0.2.1:1\n";
  }

  @Test
  void thereAreNoRulesByDefault() {
    assertThat(frontend("").requestRules()).isEqualTo(ContentRulesConfig.NONE);
    assertThat(backend("").requestRules()).isEqualTo(ContentRulesConfig.NONE);
    assertThat(backend("").responseRules()).isEqualTo(ContentRulesConfig.NONE);
  }

  @Test
  void readsActionsInOrder() {
    ContentRulesConfig rules =
        backend(
                """
                tcp-response inspect-delay 5s
                tcp-response content accept
                tcp-response content reject
                tcp-response content close
                tcp-response content switch-mux line
                """)
            .responseRules();
    assertThat(rules.delayNanos()).isEqualTo(5_000_000_000L);
    assertThat(rules.rules())
        .extracting(ContentRuleConfig::action)
        .containsExactly(
            new RuleActionConfig.Accept(),
            new RuleActionConfig.Reject(),
            new RuleActionConfig.Close(),
            new RuleActionConfig.SwitchMux("line"));
    assertThat(rules.rules().getLast().position().line()).isEqualTo(11);
    assertThat(rules.rules().getLast().condition()).isNull();
  }

  @Test
  void readsConditions() {
    ContentRuleConfig rule =
        requests(
                "acl a always_true\ntcp-request content accept unless a !TRUE or ! { always_true }")
            .getFirst();
    TermConfig plain = new TermConfig(false, List.of(ALWAYS));
    TermConfig negated = new TermConfig(true, List.of(ALWAYS));
    assertThat(rule.condition())
        .isEqualTo(new ConditionConfig(true, List.of(List.of(plain, negated), List.of(negated))));
  }

  @Test
  void readsSamplesAndMatches() {
    assertThat(test("payload(1,2),lower,hex -m beg -i 4a 4b"))
        .isEqualTo(
            new TestConfig(
                new SampleConfig(
                    new FetchConfig.Payload(1, 2), List.of(Converter.LOWER, Converter.HEX)),
                new MatchConfig.Texts(MatchConfig.Place.BEGIN, true, List.of("4a", "4b"))));
    assertThat(test("int(-5) 4:5 -1 gt 3").match())
        .isEqualTo(
            new MatchConfig.Numbers(
                List.of(
                    new NumberRange(4, 5),
                    new NumberRange(-1, -1),
                    new NumberRange(4, Long.MAX_VALUE))));
  }

  @Test
  void readsNetworks() {
    assertThat(test("src 192.0.2.7/24 2001:db8::1/32").match())
        .isEqualTo(
            new MatchConfig.Networks(
                List.of(
                    new NetworkConfig(0, 0xffff_c000_0200L, 120),
                    new NetworkConfig(0x2001_0db8_0000_0000L, 0, 32))));
  }

  @Test
  void quotesInArgumentsKeepCommasAndParentheses() {
    assertThat(test("str(\\\"a,b)\\\") x").sample().fetch())
        .isEqualTo(new FetchConfig.Text("a,b)"));
  }

  @Test
  void readsValuesOfAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("names"), "# some\n\n  one two\nthree\n");
    assertThat(test("str(x) -f " + file + " four").match())
        .isEqualTo(
            new MatchConfig.Texts(
                MatchConfig.Place.WHOLE, false, List.of("one two", "three", "four")));
  }

  @Test
  void readsRulesOnConnections() {
    List<ConnectionRuleConfig> rules =
        frontend(
                """
                tcp-request connection accept
                tcp-request connection reject unless { src 192.0.2.1 } { dst_port 1 }
                tcp-request connection expect-proxy layer4 if { fe_name f }
                tcp-request connection expect-netscaler-cip layer4 0x4e54 if LOCALHOST
                """)
            .connectionRules();
    assertThat(rules)
        .extracting(ConnectionRuleConfig::action)
        .containsExactly(
            new ConnectionActionConfig.Accept(),
            new ConnectionActionConfig.Reject(),
            new ConnectionActionConfig.ExpectProxy(),
            new ConnectionActionConfig.ExpectNetscaler("0x4e54"));
    assertThat(rules.getFirst().condition()).isNull();
    assertThat(rules.get(2).position().line()).isEqualTo(9);
  }

  @Test
  void rulesOnConnectionsAreForClientsOnly() {
    String rule = "  tcp-request connection accept\n";
    assertThat(lines(TIMEOUTS + "backend b\n  server s 192.0.2.1:1\n" + rule))
        .containsExactly("ALERT WRONG_SECTION 7");
    String defaults = TIMEOUTS.replace("defaults", "defaults d") + rule;
    assertThat(lines(defaults + "backend b from d\n  server s 192.0.2.1:1\n"))
        .containsExactly("ALERT RULES_IN_DEFAULTS 6");
    assertThat(valid(defaults + "frontend f from d\n  bind :1\n" + rule).frontends().getFirst())
        .satisfies(heir -> assertThat(heir.connectionRules()).hasSize(2));
    assertThat(lines(defaults + listenText("").replace("listen l", "listen l from d")))
        .containsExactly("ALERT RULES_IN_DEFAULTS 6");
  }

  @Test
  void listenHasItsRulesOnBothSides() {
    ProxyConfig config =
        valid(TIMEOUTS + listenText("  tcp-request content reject\n  tcp-response content accept"));
    assertThat(config.frontends().getFirst().requestRules().rules()).hasSize(1);
    assertThat(config.backends().getFirst().requestRules().rules()).hasSize(1);
    assertThat(config.backends().getFirst().responseRules().rules()).hasSize(1);
  }

  @Test
  void rulesOfNamedDefaultsGoFirst() {
    ProxyConfig config =
        valid(
            TIMEOUTS.replace("defaults", "defaults d")
                + """
                  tcp-request inspect-delay 3s
                  acl there always_true
                  tcp-request content reject if there
                frontend f from d
                  bind :1
                  tcp-request content accept
                """);
    ContentRulesConfig rules = config.frontends().getFirst().requestRules();
    assertThat(rules.delayNanos()).isEqualTo(3_000_000_000L);
    assertThat(rules.rules())
        .extracting(ContentRuleConfig::action)
        .containsExactly(new RuleActionConfig.Reject(), new RuleActionConfig.Accept());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acl => MISSING_ARGUMENT",
        "acl a => MISSING_ARGUMENT",
        "acl or src 192.0.2.1 => BAD_NAME",
        "acl a=b src 192.0.2.1 => BAD_NAME",
        "acl a req.len => MISSING_ARGUMENT",
        "acl a req.lne gt 0 => BAD_SAMPLE",
        "acl a req.payload(0) -m found => BAD_SAMPLE",
        "acl a req.payload(0,1 -m found => BAD_SAMPLE",
        "acl a req.payload(0,x) -m found => BAD_NUMBER",
        "acl a req.payload(0,1) abc => BAD_PATTERN",
        "acl a req.payload(0,1)lower -m found => BAD_SAMPLE",
        "acl a req.payload(0,1),lowr -m found => BAD_SAMPLE",
        "acl a req.len,lower -m found => BAD_SAMPLE",
        "acl a req.payload(0,1),sha1 -m found => NOT_SUPPORTED_YET",
        "acl a req.ssl_sni -m found => NOT_SUPPORTED_YET",
        "acl a path_beg / => NEEDS_HTTP",
        "acl a str(x) -m strr x => BAD_CHOICE",
        "acl a str(x) -m dom x => NOT_SUPPORTED_YET",
        "acl a src -m str x => BAD_CHOICE",
        "acl a str(x) -m => MISSING_ARGUMENT",
        "acl a str(x) -M x => NOT_SUPPORTED_YET",
        "acl a str(x) -x => BAD_PATTERN",
        "acl a str(x) -m found y => EXTRA_ARGUMENT",
        "acl a str(x) -m reg [ => BAD_PATTERN",
        "acl a str(x) -m bin 123 => BAD_PATTERN",
        "acl a str(x) -f /no/such/file => FILE_UNREADABLE",
        "acl a bool(perhaps) => BAD_CHOICE",
        "acl a int(five) 5 => BAD_PATTERN",
        "acl a req.len x => BAD_PATTERN",
        "acl a req.len gt => BAD_PATTERN",
        "acl a req.len ge 1:2 => BAD_PATTERN",
        "acl a req.len 3:2 => BAD_PATTERN",
        "acl a src 192.0.2.256 => BAD_PATTERN",
        "acl a src 192.0.2.0/33 => BAD_PATTERN",
        "acl a src 192.0.2.0/255.0.255.0 => BAD_PATTERN",
        "acl a src host.example => BAD_PATTERN",
        "tcp-request => MISSING_ARGUMENT",
        "tcp-request contnet accept => UNKNOWN_OPTION",
        "tcp-request connection => MISSING_ARGUMENT",
        "tcp-request connection switch-mux line => UNKNOWN_OPTION",
        "tcp-request connection track-sc0 src => NOT_SUPPORTED_YET",
        "tcp-request connection expect-proxy => MISSING_ARGUMENT",
        "tcp-request connection expect-proxy layer7 => BAD_CHOICE",
        "tcp-request connection expect-netscaler-cip layer4 => MISSING_ARGUMENT",
        "tcp-request connection expect-netscaler-cip layer4 x => BAD_NUMBER",
        "tcp-request connection accept if REQ_CONTENT => SAMPLE_NOT_HERE",
        "tcp-request connection accept if WAIT_END => SAMPLE_NOT_HERE",
        "tcp-request connection accept if { be_name b } => SAMPLE_NOT_HERE",
        "tcp-request session accept => NOT_SUPPORTED_YET",
        "tcp-request content expect-proxy layer4 => UNKNOWN_OPTION",
        "tcp-request inspect-delay => MISSING_ARGUMENT",
        "tcp-request inspect-delay soon => BAD_TIME",
        "tcp-request content => MISSING_ARGUMENT",
        "tcp-request content acept => UNKNOWN_OPTION",
        "tcp-request content close => UNKNOWN_OPTION",
        "tcp-request content set-var(txn.a) src => NOT_SUPPORTED_YET",
        "tcp-request content switch-mode http => NEEDS_HTTP",
        "tcp-request content switch-mux => MISSING_ARGUMENT",
        "tcp-request content accept whenever TRUE => BAD_CHOICE",
        "tcp-request content accept if => BAD_RULE_CONDITION",
        "tcp-request content accept if TRUE or => BAD_RULE_CONDITION",
        "tcp-request content accept if or TRUE => BAD_RULE_CONDITION",
        "tcp-request content accept if { src 192.0.2.1 => BAD_RULE_CONDITION",
        "tcp-request content accept if TRUE ! => BAD_RULE_CONDITION",
        "tcp-request content accept if nobody => UNKNOWN_ACL",
        "tcp-request content accept if TRUE && TRUE => UNKNOWN_ACL",
        "tcp-request content accept if METH_GET => NEEDS_HTTP",
        "tcp-request content accept if RDP_COOKIE => NOT_SUPPORTED_YET",
        "tcp-request content accept if { res.len 3 } => SAMPLE_NOT_HERE",
        "tcp-response content accept if { req.len 3 } => SAMPLE_NOT_HERE",
      })
  void refuses(String example) {
    String[] parts = example.split(" => ");
    assertThat(listen(parts[0])).contains("ALERT " + parts[1] + " 3").doesNotHaveDuplicates();
  }

  @Test
  void sampleOfTheBackendIsNotThereInAFrontend() {
    String text = "frontend f\n  bind :1\n  tcp-request content accept if { be_name b }\n";
    assertThat(lines(text)).contains("ALERT SAMPLE_NOT_HERE 3");
    assertThat(listen("  tcp-request content accept if { be_name b }"))
        .doesNotContain("ALERT SAMPLE_NOT_HERE 3");
  }

  @Test
  void responseRulesAreNotForFrontends() {
    assertThat(lines("frontend f\n  bind :1\n  tcp-response content accept\n"))
        .contains("ALERT WRONG_SECTION 3");
  }

  @Test
  void warnsOfRulesThatDoNotWait() {
    String rule = "  tcp-request content accept if { req.len gt 3 }";
    assertThat(listen(rule)).contains("WARNING NO_INSPECT_DELAY 3");
    assertThat(listen(rule + "\n  tcp-request inspect-delay 1s"))
        .doesNotContain("WARNING NO_INSPECT_DELAY 3");
    assertThat(listen("  tcp-request content accept if { src 192.0.2.1 }"))
        .doesNotContain("WARNING NO_INSPECT_DELAY 3");
  }

  @Test
  void firstDelayStays() {
    String text =
        TIMEOUTS
            + "backend b\n  server s 192.0.2.1:1\n"
            + "  tcp-request inspect-delay 1s\n  tcp-request inspect-delay 2s\n";
    assertThat(lines(text)).containsExactly("WARNING OVERWRITTEN 8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acl a src 192.0.2.1", "tcp-request inspect-delay 1s"})
  void defaultsWithoutNameHaveNoRules(String line) {
    assertThat(lines("defaults\n  " + line + "\n")).containsExactly("ALERT RULES_IN_DEFAULTS 2");
  }

  @Test
  void rulesOfDefaultsRunOnOneSideOnly() {
    String defaults = "defaults d\n  tcp-request content accept\n  timeout client 1s\n";
    String frontend = "frontend f from d\n  bind :1\n";
    String backend = "backend b from d\n";
    assertThat(lines(defaults + "listen l from d\n  bind :1\n"))
        .contains("ALERT RULES_IN_DEFAULTS 4");
    assertThat(lines(defaults + frontend + backend)).contains("ALERT RULES_IN_DEFAULTS 4");
    assertThat(lines(defaults + frontend)).isEmpty();
    assertThat(lines("defaults d\n  tcp-response content accept\n" + frontend))
        .contains("ALERT RULES_IN_DEFAULTS 3");
  }

  @Test
  void tellsWhatWasMeant() {
    assertThat(messages(listenText("acl a req.lne gt 0"))).contains("Did you mean 'req.len'?");
    assertThat(messages(listenText("acl a str(x),uper X"))).contains("Did you mean 'upper'?");
    assertThat(messages(listenText("tcp-request content rejct")))
        .contains("Did you mean 'reject'?");
    assertThat(messages(listenText("acl big req.len gt 9\ntcp-request content accept if bgi")))
        .contains("'tcp-request content accept': there is no ACL 'bgi'", "Did you mean 'big'?");
    assertThat(messages(listenText("tcp-request content accept if TRUE && TRUE")))
        .contains("must all hold: leave it out");
  }
}
