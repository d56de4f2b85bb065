package io.turnout.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Medians. What disturbs the machine disturbs the proxies of a round alike, so ratios are taken
 * within a round and only then over the rounds.
 */
public final class Ratios {
  private Ratios() {}

  /** The median of what is a number; NaN if nothing is. */
  public static double median(double... values) {
    double[] sorted =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static double median(List<Measurement> of, ToDoubleFunction<Measurement> value) {
    return median(of.stream().mapToDouble(value).toArray());
  }

  /**
   * The median over the rounds that both have; NaN if there is none or the base is not positive.
   */
  static double medianRatio(
      List<Measurement> of, List<Measurement> base, ToDoubleFunction<Measurement> value) {
    Map<Integer, Double> baseByRound = new HashMap<>();
    base.forEach(each -> baseByRound.put(each.round(), value.applyAsDouble(each)));
    return median(
        of.stream()
            .mapToDouble(each -> {
              double below = baseByRound.getOrDefault(each.round(), Double.NaN);
              return below > 0 ? value.applyAsDouble(each) / below : Double.NaN;
            })
            .toArray());
  }
}
