package io.turnout.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrkTest {
  private static final String REPORT =
      """
      Running 2s test @ http://127.0.0.1:8101/
        1 threads and 64 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     3.40ms    4.70ms  54.20ms   91.11%
        Latency Distribution
           50%  840.00us
           75%    3.31ms
           90%    7.43ms
           99%    1.25s
        47149 requests in 2.02s, 8.23MB read
        Socket errors: connect 1, read 2, write 3, timeout 4
        Non-2xx or 3xx responses: 5
      Requests/sec:  23340.10
      """;

  @Test
  void readsCountTimeLatenciesAndErrors() {
    assertThat(Wrk.parse(REPORT)).isEqualTo(new Outcome(47149, 2.02, 840, 1_250_000, 15));
  }

  @Test
  void showsAReportThatItCannotRead() {
    assertThatThrownBy(() -> Wrk.parse("unable to connect")).hasMessageContaining("unable");
  }
}
