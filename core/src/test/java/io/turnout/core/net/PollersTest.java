package io.turnout.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.loop.Poller;
import org.junit.jupiter.api.Test;

class PollersTest {
  @Test
  void opensEachByItsName() {
    assertThat(Pollers.names()).containsExactly("epoll", "poll");
    for (String name : Pollers.names()) {
      try (Poller poller = Pollers.open(name)) {
        assertThat(poller.name()).isEqualTo(name);
      }
    }
  }

  @Test
  void namesThoseThereAreForUnknownName() {
    assertThatThrownBy(() -> Pollers.open("kqueue"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("poller 'kqueue': no such poller. Available: epoll, poll.");
  }
}
