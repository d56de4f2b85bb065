package io.turnout.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.turnout.benchmarks.contender.Memory;
import io.turnout.benchmarks.load.Outcome;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RatiosTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void takesTheMiddleOfAnOddCount() {
    assertThat(Ratios.median(9, 1, 2)).isEqualTo(2, EXACT);
  }

  @Test
  void takesTheMeanOfTheTwoInTheMiddleOfAnEvenCount() {
    assertThat(Ratios.median(4, 1, 2, 100)).isEqualTo(3, EXACT);
  }

  @Test
  void ignoresWhatIsNoNumber() {
    assertThat(Ratios.median(Double.NaN, 5)).isEqualTo(5, EXACT);
    assertThat(Ratios.median()).isNaN();
  }

  @Test
  void dividesWithinARoundBeforeItTakesTheMedian() {
    List<Measurement> base = List.of(cpu(0, 10), cpu(1, 100), cpu(2, 1000));
    List<Measurement> own = List.of(cpu(0, 30), cpu(1, 200), cpu(2, 1000));

    assertThat(Ratios.medianRatio(own, base, Measurement::cost)).isEqualTo(2, EXACT);
  }

  @Test
  void leavesOutRoundsThatTheBaseLacks() {
    List<Measurement> own = List.of(cpu(0, 30), cpu(1, 700));

    assertThat(Ratios.medianRatio(own, List.of(cpu(0, 10)), Measurement::cost)).isEqualTo(3, EXACT);
    assertThat(Ratios.medianRatio(own, List.of(cpu(5, 10)), Measurement::cost)).isNaN();
  }

  @Test
  void givesTheCpuSecondsOfTheScenariosUnit() {
    Measurement one = measurement(0, Scenario.KEEP_ALIVE, 50_000, 400_000_000, 0);

    assertThat(one.cost()).isEqualTo(0.8, EXACT);
  }

  @Test
  void givesThePrivateBytesOfAnIdleConnection() {
    Measurement one = measurement(0, Scenario.IDLE, 1000, 0, 2_048_000);

    assertThat(one.cost()).isEqualTo(2048, EXACT);
  }

  private static Measurement cpu(int round, long cpuNanos) {
    return measurement(round, Scenario.CONNECTION, 1000, cpuNanos, 0);
  }

  private static Measurement measurement(
      int round, Scenario scenario, long count, long cpuNanos, long privateBytes) {
    Outcome outcome = new Outcome(count, 1, Double.NaN, Double.NaN, 0);
    Memory before = new Memory(0, 0);
    return new Measurement(
        round, "any", scenario, outcome, cpuNanos, before, new Memory(0, privateBytes));
  }
}
