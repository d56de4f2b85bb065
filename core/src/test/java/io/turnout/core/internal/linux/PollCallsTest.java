package io.turnout.core.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PollCallsTest {
  @Test
  void roundsTimeoutUp() {
    assertThat(PollCalls.millis(0)).isZero();
    assertThat(PollCalls.millis(1)).isOne();
    assertThat(PollCalls.millis(1_000_000)).isOne();
    assertThat(PollCalls.millis(1_000_001)).isEqualTo(2);
  }

  @Test
  void keepsToWhatTheSystemTakes() {
    assertThat(PollCalls.millis(-5)).isEqualTo(-1);
    assertThat(PollCalls.millis(Long.MIN_VALUE)).isEqualTo(-1);
    assertThat(PollCalls.millis(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }
}
