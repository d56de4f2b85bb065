package io.turnout.benchmarks.load;

import io.turnout.benchmarks.contender.Cores;
import io.turnout.benchmarks.contender.Programs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests by wrk, over kept connections or each over one of its own. */
public record Wrk(Cores cores, int connections) {
  private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([\\d.]+)(us|ms|s|m|h)");
  private static final Pattern P50 = Pattern.compile("50%\\s+([\\d.]+)(us|ms|s|m|h)");
  private static final Pattern P99 = Pattern.compile("99%\\s+([\\d.]+)(us|ms|s|m|h)");
  private static final Pattern ERRORS =
      Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
  private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Map<String, Double> MICROS =
      Map.of("us", 1.0, "ms", 1e3, "s", 1e6, "m", 60e6, "h", 3600e6);

  public Outcome run(int port, int seconds, boolean keepAlive)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Programs.find("wrk"), "-t1", "--latency"));
    command.addAll(List.of("-c" + connections, "-d" + seconds + "s"));
    if (!keepAlive) {
      command.addAll(List.of("-H", "Connection: close"));
    }
    command.add("http://127.0.0.1:" + port + "/");
    return parse(Output.of(cores.forLoad(command)));
  }

  static Outcome parse(String report) {
    Matcher total = find(TOTAL, report);
    long errors = 0;
    for (Pattern pattern : List.of(ERRORS, REFUSED)) {
      Matcher matcher = pattern.matcher(report);
      if (matcher.find()) {
        for (int i = 1; i <= matcher.groupCount(); i++) {
          errors += Long.parseLong(matcher.group(i));
        }
      }
    }
    return new Outcome(
        Long.parseLong(total.group(1)),
        micros(total.group(2), total.group(3)) / 1e6,
        latency(P50, report),
        latency(P99, report),
        errors);
  }

  private static double latency(Pattern pattern, String report) {
    Matcher matcher = find(pattern, report);
    return micros(matcher.group(1), matcher.group(2));
  }

  private static double micros(String number, String unit) {
    return Double.parseDouble(number) * Objects.requireNonNull(MICROS.get(unit), unit);
  }

  private static Matcher find(Pattern pattern, String report) {
    Matcher matcher = pattern.matcher(report);
    if (!matcher.find()) {
      throw new IllegalStateException("wrk's report has no '" + pattern + "':\n" + report);
    }
    return matcher;
  }
}
