package io.turnout.proxy.rules;

import io.turnout.proxy.config.rule.TestConfig;

/** Whether a sample matches. */
final class Comparison {
  private final Fetch fetch;
  private final Conversion[] conversions;
  private final Matcher matcher;

  Comparison(TestConfig config) {
    this.fetch = Fetches.compile(config.sample().fetch());
    this.conversions =
        config.sample().converters().stream().map(Conversion::compile).toArray(Conversion[]::new);
    this.matcher = Matchers.compile(config.match());
  }

  /** One of {@link Outcome}; never {@code NOT_YET} if this is the last time. */
  int outcome(Inspected from, boolean last, Sample sample) {
    sample.clear();
    if (fetch.fetch(from, last, sample)) {
      for (Conversion conversion : conversions) {
        conversion.convert(sample);
      }
      if (matcher.matches(sample)) {
        return Outcome.YES;
      }
    }
    return sample.mayChange && !last ? Outcome.NOT_YET : Outcome.NO;
  }
}
