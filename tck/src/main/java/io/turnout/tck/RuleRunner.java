package io.turnout.tck;

import io.turnout.tck.sim.SimViolation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Runs rules over seeds for one kit, keeps count, and makes messages of what was broken. */
final class RuleRunner {
  private static final int EVENTS_SHOWN = 60;

  private final String kit;
  private final @Nullable Long onlySeed = Long.getLong("turnout.seed");
  private final Map<Rule, Count> counts = new EnumMap<>(Rule.class);

  /** What became of one rule. */
  private static final class Count {
    int tests;
    long runs;
    long refused;
    boolean broken;
    final List<String> refusals = new ArrayList<>();
  }

  RuleRunner(String kit) {
    this.kit = kit;
  }

  /**
   * Runs one test of a rule.
   *
   * @param test the method's name, for who wants to repeat it
   * @param seeds how many; from 0 on
   * @return why each run was refused; null if not each was
   */
  <B extends Bench> @Nullable String check(
      Rule rule, String test, int seeds, LongFunction<B> benches, Consumer<B> scenario) {
    Count count = counts.computeIfAbsent(rule, key -> new Count());
    count.tests++;
    long first = onlySeed == null ? 0 : onlySeed;
    long end = onlySeed == null ? seeds : first + 1;
    long refused = 0;
    String why = null;
    for (long seed = first; seed < end; seed++) {
      count.runs++;
      try {
        String refusal = runs(test, benches.apply(seed), scenario);
        refused += refusal == null ? 0 : 1;
        why = refusal == null ? why : refusal;
      } catch (RuleViolation violation) {
        count.broken = true;
        throw violation;
      }
    }
    count.refused += refused;
    if (why == null || refused < end - first) {
      return null;
    }
    count.refusals.add(test + ": " + why);
    return why;
  }

  /** One run: why what it is about was refused, or null. */
  private <B extends Bench> @Nullable String runs(String test, B bench, Consumer<B> scenario) {
    try {
      String refusal = null;
      try {
        scenario.accept(bench);
      } catch (Bench.Refused thrown) {
        refusal = thrown.getMessage();
      }
      bench.checkStep();
      bench.finish();
      return refusal;
    } catch (RuntimeException | AssertionError thrown) {
      throw violationOf(test, bench, firstOf(bench, thrown));
    }
  }

  /** What was thrown may follow from what was found before. */
  private static SimViolation firstOf(Bench bench, Throwable thrown) {
    try {
      bench.checkStep();
    } catch (SimViolation violation) {
      return violation;
    }
    return bench.thrownBy(thrown);
  }

  private RuleViolation violationOf(String test, Bench bench, SimViolation found) {
    Rule named = Rule.namedBy(found.what());
    Rule rule = named == null ? bench.rule() : named;
    String what = named == null ? found.what() : found.what().substring(rule.id().length() + 2);
    StringBuilder text = new StringBuilder(8192);
    text.append(rule.id()).append(" is broken: ").append(rule.text()).append(".\n");
    text.append("Found: ").append(what).append(".\n");
    text.append("In: ").append(kit).append('.').append(test).append(", seed ").append(bench.seed());
    if (bench.isConnectionMade() && !bench.connection().target().name().isEmpty()) {
      text.append(", ").append(bench.side()).append(" side");
    }
    text.append(".\nUsual causes:\n");
    rule.usualCauses().forEach(cause -> text.append("  - ").append(cause).append('\n'));
    text.append("Again: mvn test -Dtest=").append(kit).append('#').append(test);
    text.append(" -Dturnout.seed=").append(bench.seed()).append('\n');
    text.append("How things stand:\n");
    bench.describe(text);
    text.append("Last ");
    bench.simulation().describeEvents(text, EVENTS_SHOWN);
    RuleViolation violation =
        new RuleViolation(rule, bench.seed(), text.toString(), found.getCause());
    violation.setStackTrace(found.getStackTrace());
    return violation;
  }

  /** Every rule with its counts, and which tests were refused whole, as a table for people. */
  String table() {
    StringBuilder text = new StringBuilder(2048);
    text.append(kit).append(": rules of Turnout\n");
    text.append("  rule      tests   runs  refused  result\n");
    counts.forEach((rule, count) -> {
      text.append(
          "  %-9s %5d %6d %8d  %s%n"
              .formatted(
                  rule.id(),
                  count.tests,
                  count.runs,
                  count.refused,
                  count.broken ? "BROKEN" : count.refused == count.runs ? "refused" : "kept"));
      count.refusals.forEach(line -> text.append("    refused: ").append(line).append('\n'));
    });
    return text.toString();
  }
}
