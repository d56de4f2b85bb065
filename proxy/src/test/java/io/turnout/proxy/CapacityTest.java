package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.RunningProxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityTest {
  /** Of 1,101 descriptors, 101 are kept for loops, logs and the listener. */
  @ParameterizedTest
  @CsvSource({
    "'', '', 500",
    "ssl crt a, '', 250",
    "'', ssl verify none, 250",
    "ssl crt a, ssl verify none, 166",
    "ssl crt a tls-engine jdk, '', 500",
  })
  void countsTheDescriptorsOfEngines(String bind, String server, int connections) {
    String text =
        """
        defaults
          timeout connect 1s
          timeout client 1s
          timeout server 1s
        listen front
          bind 127.0.0.1:1 %s
          server s1 127.0.0.1:2 %s
        """
            .formatted(bind, server);
    Capacity capacity = Capacity.of(RunningProxy.parse(text), 1101);
    assertThat(capacity.maxConnections()).isEqualTo(connections);
    assertThat(capacity.descriptorsNeeded()).isBetween(1090L, 1101L);
  }
}
