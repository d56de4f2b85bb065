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
        0,
        0,
        0);
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
    TlsMeasurement handshakes =
        new TlsMeasurement(0, "haproxy", TlsScenario.LATENCY, 1000, 2, 0, 500_000_000, 0, 0, 0, 0);
    TlsProbe.Times alone = new TlsProbe.Times(50, 90, 100);

    String table =
        new TlsReport(
                List.of("haproxy", "turnout-jdk"),
                List.of(
                    handshakes.withPlain(alone, new TlsProbe.Times(400, 1000, 2000)),
                    new TlsMeasurement(
                            0,
                            "turnout-jdk",
                            TlsScenario.LATENCY,
                            500,
                            2,
                            0,
                            500_000_000,
                            0,
                            0,
                            0,
                            0)
                        .withPlain(alone, new TlsProbe.Times(600, 1500, 3000))))
            .table(TlsScenario.LATENCY);

    assertThat(table)
        .contains("| haproxy | 500 | 500 | 50 | 90 | 400 | 1000 | 2000 | 2.0 | 1.00 | 0 |")
        .contains("| turnout-jdk | 250 | 1000 | 50 | 90 | 600 | 1500 | 3000 | 1.5 | 1.50 | 0 |");
  }
}
