package io.turnout.proxy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.config.DialogueConfig;
import io.turnout.proxy.config.rule.ExpectedHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionRulesTest {
  private static final ExpectedHeaders PROXY = new ExpectedHeaders(null, true);
  private static final String EXPECT_PROXY = "tcp-request connection expect-proxy layer4";
  private static final String EXPECT_CIP = "tcp-request connection expect-netscaler-cip layer4 ";

  private static @Nullable ExpectedHeaders asked(String... lines) {
    return ConnectionRules.compile(RuleSets.parse(lines).frontends().getFirst().connectionRules())
        .evaluate(RuleSets.stream(""), new Sample(RuleSets.CAPACITY));
  }

  @Test
  void nothingIsExpectedUnlessARuleSaysSo() {
    assertThat(asked()).isEqualTo(ExpectedHeaders.NOTHING);
    assertThat(asked(EXPECT_PROXY + " if { src 192.0.2.8 }")).isEqualTo(ExpectedHeaders.NOTHING);
    assertThat(asked(EXPECT_PROXY + " unless { src 192.0.2.8 }")).isEqualTo(PROXY);
  }

  @Test
  void expectingIsNoDecision() {
    assertThat(asked(EXPECT_PROXY, EXPECT_CIP + "7", EXPECT_CIP + "8"))
        .isEqualTo(new ExpectedHeaders("7", true));
    assertThat(asked(EXPECT_PROXY, "tcp-request connection reject")).isNull();
  }

  @Test
  void acceptAndRejectDecide() {
    assertThat(asked("tcp-request connection accept", "tcp-request connection reject"))
        .isEqualTo(ExpectedHeaders.NOTHING);
    assertThat(asked("tcp-request connection reject", "tcp-request connection accept")).isNull();
    assertThat(asked("tcp-request connection accept", EXPECT_PROXY))
        .isEqualTo(ExpectedHeaders.NOTHING);
    assertThat(asked("tcp-request connection reject if { dst_port 1 }", EXPECT_PROXY))
        .isEqualTo(PROXY);
  }

  @Test
  void allThatMayBeExpectedIsKnownBefore() {
    var rules =
        RuleSets.parse(EXPECT_PROXY, EXPECT_CIP + "7", EXPECT_CIP + "8")
            .frontends()
            .getFirst()
            .connectionRules();
    assertThat(ConnectionRules.outcomes(rules))
        .containsExactlyInAnyOrder(
            ExpectedHeaders.NOTHING,
            PROXY,
            new ExpectedHeaders("7", false),
            new ExpectedHeaders("7", true),
            new ExpectedHeaders("8", false),
            new ExpectedHeaders("8", true));
  }

  @Test
  void headersComeBeforeWhatTheLineSays() {
    DialogueConfig cip = new DialogueConfig("netscaler-cip", Map.of("magic", "7"));
    DialogueConfig own = new DialogueConfig("netscaler-cip", Map.of("magic", "9"));
    DialogueConfig proxy = new DialogueConfig("proxy", Map.of());
    DialogueConfig startTls = new DialogueConfig("starttls", Map.of("proto", "smtp"));
    ExpectedHeaders both = new ExpectedHeaders("7", true);
    assertThat(both.before(List.of(startTls))).containsExactly(cip, proxy, startTls);
    assertThat(both.before(List.of(own, startTls))).containsExactly(own, proxy, startTls);
    assertThat(both.before(List.of(proxy, startTls))).containsExactly(cip, proxy, startTls);
    assertThat(ExpectedHeaders.NOTHING.before(List.of(own))).containsExactly(own);
  }
}
