package io.turnout.benchmarks;

import io.turnout.benchmarks.contender.Memory;
import io.turnout.benchmarks.load.Outcome;

/**
 * One proxy under one scenario in one round.
 *
 * @param cpuNanos of the proxy's process, all its threads
 * @param before its memory when the load began; differs from {@code after} in use for idle only
 */
record Measurement(
    int round,
    String proxy,
    Scenario scenario,
    Outcome outcome,
    long cpuNanos,
    Memory before,
    Memory after) {

  /** What the scenario compares: CPU seconds for its unit, or private bytes of a connection. */
  double cost() {
    return scenario == Scenario.IDLE
        ? (double) (after.privateBytes() - before.privateBytes()) / outcome.count()
        : cpuNanos / 1e9 / outcome.count() * scenario.costScale;
  }

  double residentBytesEach() {
    return (double) (after.residentBytes() - before.residentBytes()) / outcome.count();
  }

  double rate() {
    return outcome.perSecond() / scenario.rateScale;
  }
}
