package io.turnout.proxy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.core.buffer.Buffer;
import io.turnout.proxy.config.rule.RuleActionConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetTest {
  private final Sample space = new Sample(RuleSets.CAPACITY);
  private final List<String> switched = new ArrayList<>();

  private Verdict verdict(RuleSet rules, Inspected from, boolean last) {
    return rules.evaluate(from, last, space, new Told(switched));
  }

  /** Keeps what rules want done. */
  private record Told(List<String> to) implements RuleActions {
    @Override
    public void switchMux(String mux) {
      to.add(mux);
    }

    @Override
    public Verdict startTls(RuleActionConfig.StartTls how, boolean last) {
      to.add("TLS after " + how.requestBytes() + ": " + how.reply());
      return Verdict.REJECT;
    }
  }

  /** For a rule that rejects. */
  private String holds(String condition, String content, boolean last) {
    return switch (verdict(RuleSets.rejecting(condition), RuleSets.stream(content), last)) {
      case WAIT -> "not yet";
      case REJECT -> "yes";
      case ACCEPT -> "no";
      case CLOSE -> "close";
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if TRUE",
        "unless FALSE",
        "if !FALSE",
        "if ! FALSE",
        "if !!TRUE",
        "if TRUE TRUE",
        "if FALSE or TRUE",
        "if FALSE TRUE || TRUE !FALSE",
        "unless TRUE FALSE",
        "if { always_true } !{ always_false }",
        "if { bool(yes) } { bool(true) -m bool } { bool(1) 1 -m }"
      })
  void conditionsThatHold(String condition) {
    String written = condition.replace("{ bool(1) 1 -m }", "{ bool(1) -m int 1 }");
    assertThat(holds(written, "", false)).isEqualTo("yes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if FALSE",
        "unless TRUE",
        "if TRUE FALSE",
        "if FALSE or !TRUE",
        "if { bool(off) }",
        "unless FALSE or TRUE"
      })
  void conditionsThatDoNotHold(String condition) {
    assertThat(holds(condition, "", false)).isEqualTo("no");
  }

  @ParameterizedTest
  @CsvSource({
    "str(Hello) Hello, yes",
    "str(Hello) hello, no",
    "str(Hello) -i hELLO, yes",
    "str(Hello) Hell, no",
    "str(Hello) a b Hello, yes",
    "str(Hello) -m beg He, yes",
    "str(Hello) -m beg el, no",
    "str(Hello) -m beg -i he, yes",
    "str(Hello) -m end lo, yes",
    "str(Hello) -m end ll, no",
    "str(Hello) -m end Hello!, no",
    "str(Hello) -m sub ll, yes",
    "str(Hello) -m sub lo, yes",
    "str(Hello) -m sub lx, no",
    "str(Hello) -m sub -i LL, yes",
    "str(Hello) -m reg ^H.l+o$, yes",
    "str(Hello) -m reg ^h, no",
    "str(Hello) -m reg -i ^h, yes",
    "str(Hello) -m bin 48656C6c6f, yes",
    "str(Hello) -m bin 48656c6c, no",
    "str(Hello) -m len 5, yes",
    "str(Hello) -m len lt 5, no",
    "str(Hello) -m found, yes",
    "str(-x) -- -x, yes",
    "'str(Hello),lower hello', yes",
    "'str(Hello),upper HELLO', yes",
    "'str(Hello),hex 48656C6C6F', yes",
    "'str(Hello),length 5', yes",
    "'str(Hello),hex,length ge 10', yes",
    "bin(00ff) -m bin 00FF, yes",
    "'bin(00ff),hex 00FF', yes",
    "str(é) é, yes",
    "str(é) -m bin c3a9, yes",
    "str(é) -m reg é, yes",
    "str(É) -i é, no",
    "fe_name web, yes",
    "be_name app, yes",
    "be_name -m beg b, no",
  })
  void comparesText(String test, String expected) {
    assertThat(holds("if { " + test + " }", "", true)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "5, yes",
    "4, no",
    "eq 5, yes",
    "ge 5, yes",
    "gt 5, no",
    "le 5, yes",
    "lt 5, no",
    "lt 6, yes",
    "4:6, yes",
    "5:5, yes",
    "6:9, no",
    ":5, yes",
    ":4, no",
    "5:, yes",
    "6:, no",
    "1 2 5, yes",
    "gt 9 lt 1, no",
    "gt 9 8 lt 6, yes",
    "-5, no",
    "lt -5, no",
    "gt -5, yes",
    "-m found, yes",
    "-m bool, yes",
  })
  void comparesNumbers(String values, String expected) {
    assertThat(holds("if { int(5) " + values + " }", "", true)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, yes",
    "192.0.2.8, no",
    "192.0.2.0/24, yes",
    "192.0.2.0/255.255.255.0, yes",
    "192.0.2.4/30, yes",
    "192.0.2.0/30, no",
    "10.0.0.0/8 192.0.0.0/8, yes",
    "0.0.0.0/0, yes",
    "::/0, yes",
    "::ffff:192.0.2.7, yes",
    "::ffff:192.0.0.0/112, yes",
    "::ffff:192.1.0.0/112, no",
    "::ffff:192.0.0.0/120, no",
    "2001:db8::/32, no",
    "-n 192.0.2.7, yes",
  })
  void comparesAddresses(String values, String expected) {
    assertThat(holds("if { src " + values + " }", "", true)).isEqualTo(expected);
  }

  private boolean rejects(String condition, Address client) {
    Inspected from = new RuleSets.Stream(null, client, null);
    return verdict(RuleSets.rejecting(condition), from, true) == Verdict.REJECT;
  }

  @Test
  void comparesAddressesOfAllKinds() {
    Address ip6 = new Ip6Address(0x2001_0db8_0000_0000L, 1, 443, 0);
    Address mapped = new Ip6Address(0, 0xffff_7f00_0001L, 1, 0);
    assertThat(rejects("if { src 2001:db8::/32 }", ip6)).isTrue();
    assertThat(rejects("if { src 2001:db8::2 }", ip6)).isFalse();
    assertThat(rejects("if { src_port 443 }", ip6)).isTrue();
    assertThat(rejects("if { src 127.0.0.0/8 }", mapped)).isTrue();
    assertThat(rejects("if LOCALHOST", mapped)).isTrue();
    assertThat(rejects("if LOCALHOST", new Ip6Address(0, 1, 1, 0))).isTrue();
    assertThat(rejects("if LOCALHOST", new Ip4Address(0x7f010203, 1))).isTrue();
    assertThat(rejects("if LOCALHOST", RuleSets.CLIENT)).isFalse();
  }

  @Test
  void whatIsNotThereDoesNotMatch() {
    Address unix = new UnixAddress("", false);
    assertThat(rejects("if { src -m found }", unix)).isFalse();
    assertThat(rejects("if { src 0.0.0.0/0 ::/0 }", unix)).isFalse();
    assertThat(rejects("if { src_port ge 0 }", unix)).isFalse();
    assertThat(rejects("if { dst -m found }", unix)).isFalse();
    assertThat(rejects("if !{ dst -m found }", unix)).isTrue();
  }

  @Test
  void knowsWhereTheClientConnected() {
    assertThat(holds("if { dst 127.0.0.1 } { dst_port 8080 } { src_port 40000 }", "", true))
        .isEqualTo("yes");
  }

  @ParameterizedTest
  @CsvSource({
    // condition, bytes there, while more may come, at the end
    "if { req.len gt 3 }, abc, not yet, no",
    "if { req.len gt 3 }, abcd, yes, yes",
    "if { req_len 0 }, '', yes, yes",
    "if { req.len lt 3 }, ab, yes, yes",
    "if { req.len lt 3 }, abc, not yet, no",
    "if !{ req.len gt 3 }, abc, not yet, yes",
    "unless { req.len gt 3 }, abc, not yet, yes",
    "if REQ_CONTENT, '', not yet, no",
    "if WAIT_END, abc, not yet, yes",
    "unless WAIT_END, abc, not yet, no",
    "if WAIT_END FALSE, abc, no, no",
    "if FALSE WAIT_END, abc, no, no",
    "if WAIT_END or TRUE, abc, yes, yes",
    "if WAIT_END or FALSE, abc, not yet, yes",
    "'if { req.payload(0,3) -m str abc }', ab, not yet, no",
    "'if { req.payload(0,3) -m str abc }', xy, not yet, no",
    "'if { req.payload(0,3) -m str abc }', abcd, yes, yes",
    "'if { req.payload(0,3) -m str abc }', abx, no, no",
    "'if { payload(1,2) -m bin 6263 }', abc, yes, yes",
    "'if { req.payload(1,0) -m str bc }', abc, yes, yes",
    "'if { req.payload(1,0) -m str bc }', ab, not yet, no",
    "'if { req.payload(1,0) -m str bc }', abcd, not yet, no",
    "'if { req.payload(0,0) -m sub cd }', abcde, yes, yes",
    "'if { req.payload(0,0) -m found }', '', yes, yes",
    "'if { req.payload(3,0) -m found }', ab, not yet, no",
    "'if { req.payload(60,5) -m found }', abc, no, no",
    "'if { req.payload(0,3) -m found }', ab, not yet, no",
    "'if !{ req.payload(0,3) -m found }', ab, not yet, yes",
    "'if { req.payload(0,3),length 3 }', abc, yes, yes",
  })
  void waitsForWhatMayStillCome(String condition, String content, String now, String atTheEnd) {
    assertThat(holds(condition, content, false)).isEqualTo(now);
    assertThat(holds(condition, content, true)).isEqualTo(atTheEnd);
  }

  @Test
  void seesTheSameAtEverySplitAndWhereverTheBufferBegins() {
    RuleSet rules =
        RuleSets.requests(
            "tcp-request inspect-delay 1s",
            "acl hello req.payload(0,5) -m str hello",
            "acl world req.payload(6,5) -m sub orl",
            "tcp-request content reject if hello world");
    String text = "hello world!";
    for (int head = 0; head <= RuleSets.CAPACITY - text.length(); head++) {
      for (int split = 0; split <= text.length(); split++) {
        Buffer part = RuleSets.buffer(text.substring(0, split), head);
        Inspected from = new RuleSets.Stream(part, RuleSets.CLIENT, RuleSets.SERVED);
        assertThat(verdict(rules, from, false))
            .as("%d bytes at %d", split, head)
            .isEqualTo(split < 11 ? Verdict.WAIT : Verdict.REJECT);
        assertThat(verdict(rules, from, true))
            .isEqualTo(split < 11 ? Verdict.ACCEPT : Verdict.REJECT);
        assertThat(part.length()).isEqualTo(split);
      }
    }
  }

  @Test
  void seesBytesThatWrap() {
    RuleSet rules = RuleSets.rejecting("if { req.payload(1,4) -m str ello }");
    for (int head = 0; head < RuleSets.CAPACITY; head++) {
      Buffer buffer = RuleSets.buffer("x".repeat(8), head);
      buffer.removed(7);
      buffer.write("hello".getBytes(StandardCharsets.ISO_8859_1), 0, 5);
      buffer.removed(1);
      Inspected from = new RuleSets.Stream(buffer, RuleSets.CLIENT, RuleSets.SERVED);
      assertThat(verdict(rules, from, false)).isEqualTo(Verdict.REJECT);
    }
  }

  @Test
  void firstRuleThatAppliesDecides() {
    RuleSet rules =
        RuleSets.requests(
            "tcp-request inspect-delay 1s",
            "tcp-request content accept if { req.payload(0,1) -m str a }",
            "tcp-request content reject if { req.payload(0,2) -m str bb }",
            "tcp-request content switch-mux line if { req.payload(0,2) -m str cc }",
            "tcp-request content reject if WAIT_END");
    assertThat(verdict(rules, RuleSets.stream(""), false)).isEqualTo(Verdict.WAIT);
    assertThat(verdict(rules, RuleSets.stream("a"), false)).isEqualTo(Verdict.ACCEPT);
    assertThat(verdict(rules, RuleSets.stream("b"), false)).isEqualTo(Verdict.WAIT);
    assertThat(verdict(rules, RuleSets.stream("bb"), false)).isEqualTo(Verdict.REJECT);
    assertThat(switched).isEmpty();
    assertThat(verdict(rules, RuleSets.stream("cc"), false)).isEqualTo(Verdict.ACCEPT);
    assertThat(switched).containsExactly("line");
    assertThat(verdict(rules, RuleSets.stream("dd"), false)).isEqualTo(Verdict.WAIT);
    assertThat(verdict(rules, RuleSets.stream("dd"), true)).isEqualTo(Verdict.REJECT);
  }

  @Test
  void acceptsWhenNoRuleApplies() {
    RuleSet rules = RuleSets.requests("tcp-request content reject if { src 10.0.0.0/8 }");
    assertThat(verdict(rules, RuleSets.stream("abc"), false)).isEqualTo(Verdict.ACCEPT);
    assertThat(rules.delayNanos()).isZero();
  }

  @Test
  void responsesHaveRulesOfTheirOwn() {
    RuleSet rules =
        RuleSets.responses(
            "tcp-request content reject",
            "tcp-response inspect-delay 3s",
            "tcp-response content close if { res.payload(0,3) -m str bye }",
            "tcp-response content switch-mux tee if { res.len ge 4 }",
            "tcp-response content reject if { payload(0,1) -m str x }");
    assertThat(rules.delayNanos()).isEqualTo(3_000_000_000L);
    assertThat(verdict(rules, RuleSets.stream("bye"), false)).isEqualTo(Verdict.CLOSE);
    assertThat(verdict(rules, RuleSets.stream("xyz"), true)).isEqualTo(Verdict.REJECT);
    assertThat(verdict(rules, RuleSets.stream("hello"), false)).isEqualTo(Verdict.ACCEPT);
    assertThat(switched).containsExactly("tee");
  }

  @Test
  void aclHoldsIfOneOfItsLinesDoesWhereverTheyStand() {
    RuleSet rules =
        RuleSets.requests(
            "acl known src 10.0.0.1",
            "tcp-request content reject if known",
            "acl known src 192.0.2.7");
    assertThat(verdict(rules, RuleSets.stream(""), false)).isEqualTo(Verdict.REJECT);
  }

  @Test
  void startingTlsDecides() {
    RuleSet rules =
        RuleSets.requests("tcp-request content start-tls take 8 reply S if REQ_CONTENT");
    assertThat(verdict(rules, RuleSets.stream("12345678"), false)).isEqualTo(Verdict.REJECT);
    assertThat(switched).containsExactly("TLS after 8: S");
  }

  @Test
  void neverAllocatesForBytes() {
    RuleSet rules =
        RuleSets.rejecting(
            "if { req.payload(0,3) -m str -i ABX } or { req.payload(0,0) -m sub zz }");
    Inspected from = RuleSets.stream("abcdefgh");
    RuleActions none = new Told(switched);
    long allocated = Allocation.of(() -> rules.evaluate(from, false, space, none));
    assertThat(allocated).isZero();
  }
}
