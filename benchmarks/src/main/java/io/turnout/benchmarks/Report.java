package io.turnout.benchmarks;

import io.turnout.benchmarks.contender.Contenders;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The tables, in Markdown: medians over the rounds. */
final class Report {
  private static final double MIB = 1024.0 * 1024;

  private final List<String> proxies;
  private final List<Measurement> all;

  Report(List<String> proxies, List<Measurement> all) {
    this.proxies = proxies;
    this.all = all;
  }

  String table(Scenario scenario) {
    StringBuilder text = new StringBuilder("### " + scenario.title + "\n\n");
    boolean idle = scenario == Scenario.IDLE;
    text.append(idle ? idleHead() : head(scenario));
    for (String proxy : proxies) {
      List<Measurement> own = of(proxy, scenario);
      if (!own.isEmpty()) {
        text.append(idle ? idleRow(proxy, own) : row(proxy, own, scenario));
      } else {
        String why = scenario == Scenario.SPLICE ? "has no splice" : "not measured";
        text.append("| ").append(proxy).append(" | ").append(why).append(" |\n");
      }
    }
    return text.toString();
  }

  private static String head(Scenario scenario) {
    return "| proxy | %s | p50 µs | p99 µs | %s | × haproxy | × bare | p99 × haproxy | RSS MiB | errors |%n"
            .formatted(scenario.rateUnit, scenario.costUnit)
        + "|---|---|---|---|---|---|---|---|---|---|\n";
  }

  private String row(String proxy, List<Measurement> own, Scenario scenario) {
    return line(
        proxy,
        number("%.0f", own, Measurement::rate),
        number("%.0f", own, each -> each.outcome().p50Micros()),
        number("%.0f", own, each -> each.outcome().p99Micros()),
        number("%.3f", own, Measurement::cost),
        ratio(own, Contenders.HAPROXY, scenario, Measurement::cost),
        ratio(own, Contenders.BARE, scenario, Measurement::cost),
        ratio(own, Contenders.HAPROXY, scenario, each -> each.outcome().p99Micros()),
        number("%.1f", own, each -> each.after().residentBytes() / MIB),
        errors(own));
  }

  private static String idleHead() {
    return "| proxy | connections | RSS before MiB | RSS after MiB | RSS bytes each"
        + " | private bytes each | × haproxy | × bare |\n|---|---|---|---|---|---|---|---|\n";
  }

  private String idleRow(String proxy, List<Measurement> own) {
    return line(
        proxy,
        number("%.0f", own, each -> each.outcome().count()),
        number("%.1f", own, each -> each.before().residentBytes() / MIB),
        number("%.1f", own, each -> each.after().residentBytes() / MIB),
        number("%.0f", own, Measurement::residentBytesEach),
        number("%.0f", own, Measurement::cost),
        ratio(own, Contenders.HAPROXY, Scenario.IDLE, Measurement::cost),
        ratio(own, Contenders.BARE, Scenario.IDLE, Measurement::cost));
  }

  private List<Measurement> of(String proxy, Scenario scenario) {
    return all.stream()
        .filter(each -> each.proxy().equals(proxy) && each.scenario() == scenario)
        .toList();
  }

  private String ratio(
      List<Measurement> own, String base, Scenario scenario, ToDoubleFunction<Measurement> value) {
    return number("%.2f", Ratios.medianRatio(own, of(base, scenario), value));
  }

  private static String number(
      String format, List<Measurement> own, ToDoubleFunction<Measurement> value) {
    return number(format, Ratios.median(own, value));
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }

  private static String errors(List<Measurement> own) {
    return Long.toString(own.stream().mapToLong(each -> each.outcome().errors()).sum());
  }

  private static String line(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
