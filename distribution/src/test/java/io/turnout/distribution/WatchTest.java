package io.turnout.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatchTest {
  @Test
  void countsConnectionsInWords() {
    assertThat(Watch.counted(0)).isEqualTo("0 connections are");
    assertThat(Watch.counted(1)).isEqualTo("1 connection is");
    assertThat(Watch.counted(2)).isEqualTo("2 connections are");
  }
}
