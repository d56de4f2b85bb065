package io.turnout.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.HandshakeOps;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For every rule of dialogues there is one that breaks it, and that the kit must fail for it. */
class HandshakeKitSelfTest {
  @AfterEach
  void forget() {
    BrokenHandshakeRun.tested = ReferenceHandshakes.WHOLE;
  }

  @Test
  void everyRuleOfDialoguesHasItsBrokenOne() {
    assertThat(Arrays.stream(BrokenHandshake.values()).map(broken -> broken.rule))
        .contains(
            Rule.CONN_02,
            Rule.CONN_03,
            Rule.CONN_04,
            Rule.XPRT_02,
            Rule.XPRT_05,
            Rule.SWAP_05,
            Rule.TRACE_01,
            Rule.INV_03,
            Rule.INV_06);
  }

  @ParameterizedTest
  @EnumSource
  void brokenDialogueFailsForItsRule(BrokenHandshake broken) {
    BrokenHandshakeRun.tested = broken.parts;

    assertFailsFor(broken.rule, broken.found);
  }

  @Test
  void dialogueThatServesTwoConnectionsFails() {
    AtomicReference<HandshakeOps> only = new AtomicReference<>();
    BrokenHandshakeRun.tested =
        new ReferenceHandshakes(
            (conn, trace, secure) -> {
              only.compareAndSet(null, new ReferenceDialogue(conn, trace, secure));
              return only.get();
            },
            ReferenceRunner::new);

    assertFailsFor(Rule.XPRT_01, "two connections have the same dialogue");
  }

  private static void assertFailsFor(Rule rule, String found) {
    KitRun run = KitRun.of(BrokenHandshakeRun.class, rule);
    assertThat(run.finished()).isPositive();
    assertThat(run.violations())
        .as("%s", run.failures())
        .anySatisfy(violation -> {
          assertThat(violation.rule()).isEqualTo(rule);
          assertThat(violation).hasMessageContaining(found);
          assertThat(violation).hasMessageContaining(rule.usualCauses().getFirst());
        });
  }
}
