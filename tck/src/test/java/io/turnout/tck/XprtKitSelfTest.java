package io.turnout.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.XprtOps;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For every rule of transports there is one that breaks it, and that the kit must fail for it. */
class XprtKitSelfTest {
  @AfterEach
  void forget() {
    BrokenXprtRun.broken = null;
  }

  @Test
  void everyRuleOfTransportsHasItsBrokenOne() {
    assertThat(Arrays.stream(BrokenXprt.values()).map(xprt -> xprt.rule))
        .contains(
            Rule.CONN_02,
            Rule.CONN_03,
            Rule.CONN_04,
            Rule.SUB_02,
            Rule.SUB_03,
            Rule.SUB_04,
            Rule.CTL_02,
            Rule.XPRT_03,
            Rule.XPRT_04,
            Rule.XPRT_05,
            Rule.TRACE_01);
  }

  @ParameterizedTest
  @EnumSource
  void brokenTransportFailsForItsRule(BrokenXprt broken) {
    BrokenXprtRun.broken = new ReferenceXprtProvider(broken.maker);

    assertFailsFor(broken.rule, broken.found);
  }

  @Test
  void transportThatServesTwoConnectionsFails() {
    AtomicReference<XprtOps> only = new AtomicReference<>();
    BrokenXprtRun.broken =
        new ReferenceXprtProvider((conn, trace) -> {
          only.compareAndSet(null, new ReferenceXprt(conn, trace));
          return only.get();
        });

    assertFailsFor(Rule.XPRT_01, "two connections have the same transport");
  }

  private static void assertFailsFor(Rule rule, String found) {
    KitRun run = KitRun.of(BrokenXprtRun.class, rule);
    assertThat(run.violations())
        .as("%s", run.failures())
        .anySatisfy(violation -> {
          assertThat(violation.rule()).isEqualTo(rule);
          assertThat(violation).hasMessageContaining(found);
          assertThat(violation).hasMessageContaining(rule.usualCauses().getFirst());
        });
  }
}
