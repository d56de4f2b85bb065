package io.turnout.benchmarks.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TlsReportTest {
  private static TlsMeasurement full(int round, String proxy, long cpuMillis) {
    return new TlsMeasurement(
        round,
        proxy,
        TlsScenario.FULL,
        1000,
        2,
        0,
        cpuMillis * 1_000_000,
        cpuMillis * 250_000,
        TlsMeasurement.Growth.NONE,
        TlsMeasurement.Plain.NONE);
  }

  private static TlsMeasurement beside(String proxy, long count, TlsProbe.Times handshakes) {
    return new TlsMeasurement(
        0,
        proxy,
        TlsScenario.LATENCY,
        count,
        2,
        0,
        500_000_000,
        0,
        TlsMeasurement.Growth.NONE,
        new TlsMeasurement.Plain(new TlsProbe.Times(50, 90, 100), handshakes));
  }

  @Test
  void comparesHandshakesOfOneRound() {
    List<TlsMeasurement> all =
        List.of(
            full(0, "haproxy", 400),
            full(0, "turnout-jdk", 500),
            full(1, "haproxy", 800),
            full(1, "turnout-jdk", 1000));

    String table = new TlsReport(List.of("haproxy", "turnout-jdk"), all).table(TlsScenario.FULL);

    assertThat(table)
        .contains("| haproxy | 500 | 600 | 1875 | 25 % | 1.00 | 0 |")
        .contains("| turnout-jdk | 500 | 750 | 1500 | 25 % | 0.80 | 0 |");
  }

  @Test
  void putsAPlainConnectionBesideTheHandshakesThatItWaitsFor() {
    String table =
        new TlsReport(
                List.of("haproxy", "turnout-jdk"),
                List.of(
                    beside("haproxy", 1000, new TlsProbe.Times(400, 1000, 2000)),
                    beside("turnout-jdk", 500, new TlsProbe.Times(600, 1500, 3000))))
            .table(TlsScenario.LATENCY);

    assertThat(table)
        .contains("| haproxy | 500 | 500 | 50 | 90 | 400 | 1000 | 2000 | 2.0 | 1.00 | 0 |")
        .contains("| turnout-jdk | 250 | 1000 | 50 | 90 | 600 | 1500 | 3000 | 1.5 | 1.50 | 0 |");
  }
}
