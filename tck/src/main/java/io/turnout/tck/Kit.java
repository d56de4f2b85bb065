package io.turnout.tck;

import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** How the tests of a kit run: each on a bench for each seed; what became of its rules is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(RuleNames.class)
@Timeout(120)
abstract class Kit {
  private final RuleRunner runner = new RuleRunner(getClass().getSimpleName());
  private String test = "";

  Kit() {}

  /** How many seeds run on bad networks, for each test that uses one. */
  protected int seeds() {
    return 300;
  }

  @BeforeEach
  final void begin(TestInfo info) {
    test = info.getTestMethod().orElseThrow().getName();
  }

  @AfterAll
  final void printRules() {
    System.out.print(runner.table());
  }

  /** Runs a test of a rule for each seed. */
  final <B extends Bench> void check(
      Rule rule, int seeds, LongFunction<B> benches, Consumer<B> scenario) {
    String refusal = runner.check(rule, test, seeds, benches, scenario);
    if (refusal != null) {
      refused(refusal);
    }
  }

  /** Each run of a test was refused: of a plugin that lacks what the rule speaks of. */
  void refused(String why) {
    // The table tells it; that it refuses as it must has been tested.
  }
}
