package io.turnout.proxy.config;

import static io.turnout.proxy.config.ConfigText.backend;
import static io.turnout.proxy.config.ConfigText.frontend;
import static io.turnout.proxy.config.ConfigText.lines;
import static io.turnout.proxy.config.ConfigText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times, sizes and numbers. */
class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "10us, 10000",
    "7, 7000000",
    "7ms, 7000000",
    "7s, 7000000000",
    "2m, 120000000000",
    "1h, 3600000000000",
    "1d, 86400000000000",
    "0, 0",
    "2147483647, 2147483647000000",
  })
  void readsTime(String written, long nanos) {
    assertThat(backend("timeout tunnel " + written).timeouts().tunnelNanos()).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-5", "1.5s", "5S", "5ss", "s", "25d", "2147483648", "+5", "1 s"})
  void refusesTime(String written) {
    assertThat(lines("backend b\n timeout tunnel '" + written + "'\n"))
        .containsExactly("ALERT BAD_TIME 2");
  }

  @ParameterizedTest
  @CsvSource({"1024, 1024", "16k, 16384", "1M, 1048576", "1025, 1040"})
  void readsBufferSizeAndRoundsItUpTo16(String written, int bytes) {
    assertThat(valid("global\n tune.bufsize " + written + "\n").global().tuning().bufferBytes())
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "x", "1t", "4g", "-16k", "1.5k", "99999999999"})
  void refusesSize(String written) {
    assertThat(lines("global\n tune.bufsize " + written + "\n"))
        .containsExactly("ALERT BAD_SIZE 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5", "1k", "99999999999", "+"})
  void refusesNumber(String written) {
    assertThat(lines("global\n maxconn " + written + "\n")).containsExactly("ALERT BAD_NUMBER 2");
  }

  @Test
  void waitsInTheQueueAsLongAsForAConnectionUnlessTold() {
    assertThat(backend("").timeouts().queueNanos()).isEqualTo(5_000_000_000L);
    assertThat(backend("timeout queue 1s").timeouts().queueNanos()).isEqualTo(1_000_000_000L);
  }

  @Test
  void readsEveryTimeout() {
    TimeoutsConfig server =
        backend("timeout server-fin 1\n timeout check 2\n timeout queue 3\n timeout tunnel 4")
            .timeouts();
    assertThat(server)
        .isEqualTo(
            new TimeoutsConfig(
                5_000_000_000L,
                30_000_000_000L,
                30_000_000_000L,
                3_000_000,
                4_000_000,
                0,
                1_000_000,
                0,
                2_000_000));
    assertThat(frontend("timeout client-fin 9").timeouts().clientFinNanos()).isEqualTo(9_000_000);
    assertThat(frontend("timeout client-hs 8").timeouts().clientHandshakeNanos())
        .isEqualTo(8_000_000);
  }

  @Test
  void warnsOfATimeoutThatChangesWithinASection() {
    assertThat(lines("defaults\n timeout client 1\n timeout client 1\n timeout client 2\n"))
        .containsExactly("WARNING OVERWRITTEN 4");
  }

  @Test
  void notesTimeoutsWithoutEffectInModeTcp() {
    assertThat(
            lines(
                "defaults\n"
                    + " timeout http-request 5s\n"
                    + " timeout tarpit 1\n"
                    + " timeout http-keep-alive x\n"))
        .containsExactly("NOTICE WITHOUT_EFFECT 2", "NOTICE WITHOUT_EFFECT 3", "ALERT BAD_TIME 4");
  }
}
