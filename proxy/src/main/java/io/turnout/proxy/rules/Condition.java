package io.turnout.proxy.rules;

import io.turnout.proxy.config.rule.ConditionConfig;
import io.turnout.proxy.config.rule.TermConfig;
import java.util.List;

/** When a rule applies. */
final class Condition {
  private final boolean unless;
  private final Term[][] anyOf;

  Condition(ConditionConfig config) {
    this.unless = config.unless();
    this.anyOf = config.anyOf().stream().map(Condition::terms).toArray(Term[][]::new);
  }

  int outcome(Inspected from, boolean last, Sample sample) {
    int best = Outcome.NO;
    for (int i = 0; i < anyOf.length && best != Outcome.YES; i++) {
      best = Math.max(best, all(anyOf[i], from, last, sample));
    }
    return unless ? Outcome.not(best) : best;
  }

  private static int all(Term[] terms, Inspected from, boolean last, Sample sample) {
    int worst = Outcome.YES;
    for (int i = 0; i < terms.length && worst != Outcome.NO; i++) {
      worst = Math.min(worst, terms[i].outcome(from, last, sample));
    }
    return worst;
  }

  private static Term[] terms(List<TermConfig> all) {
    return all.stream().map(Term::new).toArray(Term[]::new);
  }

  /** An ACL, as it is or negated. */
  private static final class Term {
    private final boolean negated;
    private final Comparison[] anyOf;

    Term(TermConfig config) {
      this.negated = config.negated();
      this.anyOf = config.anyOf().stream().map(Comparison::new).toArray(Comparison[]::new);
    }

    int outcome(Inspected from, boolean last, Sample sample) {
      int best = Outcome.NO;
      for (int i = 0; i < anyOf.length && best != Outcome.YES; i++) {
        best = Math.max(best, anyOf[i].outcome(from, last, sample));
      }
      return negated ? Outcome.not(best) : best;
    }
  }
}
