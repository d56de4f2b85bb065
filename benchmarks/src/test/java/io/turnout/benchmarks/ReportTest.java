package io.turnout.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.benchmarks.contender.Memory;
import io.turnout.benchmarks.load.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Memory MEMORY = new Memory(10 << 20, 5 << 20);

  @Test
  void putsEachProxyBesideHaproxyAndTheBareLoop() {
    Report report =
        new Report(
            List.of("haproxy", "bare", "nginx"),
            List.of(keepAlive("haproxy", 800_000_000), keepAlive("bare", 400_000_000)));

    assertThat(report.table(Scenario.KEEP_ALIVE).lines())
        .contains(
            "| haproxy | 50000 | 100 | 900 | 0.800 | 1.00 | 2.00 | 1.00 | 10.0 | 0 |",
            "| bare | 50000 | 100 | 900 | 0.400 | 0.50 | 1.00 | 1.00 | 10.0 | 0 |",
            "| nginx | not measured |");
  }

  private static Measurement keepAlive(String proxy, long cpuNanos) {
    return new Measurement(
        0,
        proxy,
        Scenario.KEEP_ALIVE,
        new Outcome(100_000, 2, 100, 900, 0),
        cpuNanos,
        MEMORY,
        MEMORY);
  }
}
