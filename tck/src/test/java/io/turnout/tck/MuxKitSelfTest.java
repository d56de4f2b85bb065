package io.turnout.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For every rule there is a mux that breaks it, and that the kit must fail for it. */
class MuxKitSelfTest {
  /** What only transports can break, or providers. */
  private static final Set<Rule> NOT_OF_MUXES =
      EnumSet.of(
          Rule.CONN_02,
          Rule.CONN_03,
          Rule.XPRT_01,
          Rule.XPRT_02,
          Rule.XPRT_03,
          Rule.XPRT_04,
          Rule.XPRT_05,
          Rule.SPI);

  @AfterEach
  void forget() {
    BrokenMuxRun.broken = null;
    System.clearProperty("turnout.seed");
  }

  @Test
  void everyRuleHasItsBrokenMux() {
    assertThat(Arrays.stream(BrokenMux.values()).map(mux -> mux.rule))
        .containsAll(EnumSet.complementOf(EnumSet.copyOf(NOT_OF_MUXES)));
  }

  @ParameterizedTest
  @EnumSource
  void brokenMuxFailsForItsRule(BrokenMux broken) {
    RuleViolation violation = violationOf(broken);

    assertThat(violation)
        .hasMessageContaining(broken.rule.text())
        .hasMessageContaining(broken.rule.usualCauses().getFirst())
        .hasMessageContaining("-Dturnout.seed=" + violation.seed() + "\n");
  }

  @Test
  void seedRepeatsTheFailureExactly() {
    RuleViolation violation = violationOf(BrokenMux.LOSES_THE_LEFTOVER);
    System.setProperty("turnout.seed", Long.toString(violation.seed()));

    assertThat(violationOf(BrokenMux.LOSES_THE_LEFTOVER))
        .hasMessage(violation.getMessage())
        .hasMessageContaining("xprt rcvBuf")
        .hasMessageContaining("swap ");
  }

  @Test
  void providerWhoseFactoryHasAnotherNameFails() {
    BrokenMuxRun.broken = new Misnamed();

    assertThat(KitRun.of(BrokenMuxRun.class).violations())
        .anySatisfy(violation -> {
          assertThat(violation.rule()).isEqualTo(Rule.SPI);
          assertThat(violation)
              .hasMessageContaining("the factory of 'misnamed' has the name 'tested'");
        });
  }

  private static RuleViolation violationOf(BrokenMux broken) {
    BrokenMuxRun.broken = new ReferenceMuxProvider("tested", broken.maker);
    KitRun run = KitRun.of(BrokenMuxRun.class, broken.rule);
    assertThat(run.finished()).isPositive();
    return run.violations().stream()
        .filter(violation -> violation.rule() == broken.rule)
        .filter(violation -> violation.getMessage().contains(broken.found))
        .findFirst()
        .orElseThrow(() -> new AssertionError("not found among " + run.failures()));
  }
}
