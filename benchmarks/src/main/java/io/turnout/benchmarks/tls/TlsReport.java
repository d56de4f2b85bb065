package io.turnout.benchmarks.tls;

import io.turnout.benchmarks.Ratios;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The tables, in Markdown: medians over the rounds, ratios to HAProxy within a round. */
final class TlsReport {
  private static final double KIB = 1024;

  private final List<String> proxies;
  private final List<TlsMeasurement> all;

  TlsReport(List<String> proxies, List<TlsMeasurement> all) {
    this.proxies = proxies;
    this.all = all;
  }

  String table(TlsScenario scenario) {
    StringBuilder text = new StringBuilder("### " + scenario.title + "\n\n");
    text.append(head(scenario));
    for (String proxy : proxies) {
      text.append("| ").append(proxy);
      List<TlsMeasurement> own = of(proxy, scenario);
      if (scenario == TlsScenario.IDLE) {
        cell(text, "%.0f", own, TlsMeasurement::count);
        cell(text, "%.1f", own, each -> each.cost() / KIB);
        cell(text, "%.1f", own, each -> each.growth().heapBytes() / KIB / each.count());
        cell(text, "%.2f", own, each -> (double) each.growth().descriptors() / each.count());
        ratio(text, own, scenario, TlsMeasurement::cost);
      } else if (scenario == TlsScenario.LATENCY) {
        cell(text, "%.0f", own, each -> each.count() / each.seconds());
        cell(text, "%.0f", own, each -> each.cost() * 1e6);
        cell(text, "%.0f", own, each -> each.plain().alone().p50());
        cell(text, "%.0f", own, each -> each.plain().alone().p99());
        cell(text, "%.0f", own, each -> each.plain().beside().p50());
        cell(text, "%.0f", own, each -> each.plain().beside().p99());
        cell(text, "%.0f", own, each -> each.plain().beside().max());
        cell(text, "%.1f", own, each -> each.plain().beside().p99() / (each.cost() * 1e6));
        ratio(text, own, scenario, each -> each.plain().beside().p99());
      } else if (scenario.isTransfer()) {
        cell(text, "%.0f", own, each -> each.count() / each.seconds() / 1e6);
        cell(text, "%.3f", own, each -> each.cost() * 1e9);
        cell(text, "%.0f %%", own, TlsReport::otherPercent);
        ratio(text, own, scenario, TlsMeasurement::cost);
      } else {
        cell(text, "%.0f", own, each -> each.count() / each.seconds());
        cell(text, "%.0f", own, each -> each.cost() * 1e6);
        cell(text, "%.0f", own, TlsMeasurement::perCpuSecond);
        cell(text, "%.0f %%", own, TlsReport::otherPercent);
        ratio(text, own, scenario, TlsMeasurement::perCpuSecond);
      }
      long errors = own.stream().mapToLong(TlsMeasurement::errors).sum();
      text.append(" | ").append(errors).append(" |\n");
    }
    return text.toString();
  }

  private static String head(TlsScenario scenario) {
    if (scenario == TlsScenario.IDLE) {
      return """
      | proxy | connections | private KiB each | of that living heap KiB | descriptors each | × haproxy | errors |
      |---|---|---|---|---|---|---|
      """;
    }
    if (scenario == TlsScenario.LATENCY) {
      return """
      | proxy | handshakes per second | CPU µs each | plain alone: p50 µs | p99 µs | beside them: p50 µs | p99 µs | longest µs | p99 in handshakes | p99 × haproxy | errors |
      |---|---|---|---|---|---|---|---|---|---|---|
      """;
    }
    return scenario.isTransfer()
        ? """
        | proxy | MB/s | CPU s / GB | outside the loop | × haproxy | errors |
        |---|---|---|---|---|---|
        """
        : """
        | proxy | per second | CPU µs each | per CPU second | outside the loop | × haproxy | errors |
        |---|---|---|---|---|---|---|
        """;
  }

  private static double otherPercent(TlsMeasurement each) {
    return 100.0 * each.otherNanos() / each.cpuNanos();
  }

  private List<TlsMeasurement> of(String proxy, TlsScenario scenario) {
    return all.stream()
        .filter(each -> each.proxy().equals(proxy) && each.scenario() == scenario)
        .toList();
  }

  private void ratio(
      StringBuilder text,
      List<TlsMeasurement> own,
      TlsScenario scenario,
      ToDoubleFunction<TlsMeasurement> value) {
    List<TlsMeasurement> base = of(TlsContender.HAPROXY, scenario);
    double[] ratios = own.stream().mapToDouble(each -> ratio(each, base, value)).toArray();
    number(text, "%.2f", Ratios.median(ratios));
  }

  private static double ratio(
      TlsMeasurement of, List<TlsMeasurement> base, ToDoubleFunction<TlsMeasurement> value) {
    return base.stream()
        .filter(each -> each.round() == of.round())
        .mapToDouble(each -> value.applyAsDouble(of) / value.applyAsDouble(each))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static void cell(
      StringBuilder text,
      String format,
      List<TlsMeasurement> own,
      ToDoubleFunction<TlsMeasurement> value) {
    number(text, format, Ratios.median(own.stream().mapToDouble(value).toArray()));
  }

  private static void number(StringBuilder text, String format, double value) {
    text.append(" | ")
        .append(Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value));
  }
}
