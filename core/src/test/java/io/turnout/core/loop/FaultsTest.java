package io.turnout.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private final Faults faults = new Faults();

  @Test
  void countsByThePackageThatThrew() {
    faults.report("h9", "its connection is closed", new IllegalStateException("planted"));
    faults.report("h9", "its connection is closed", new IllegalStateException("planted"));
    assertThat(faults.counts()).containsExactly(Map.entry("io.turnout.core.loop", 2L));
  }

  @Test
  void keepsWhatWasThrownFirst() {
    IllegalStateException cause = new IllegalStateException("planted");
    assertThat(faults.first()).isNull();
    faults.report("h9", "its connection is closed", cause);
    faults.report("h9", "its connection is closed", new IllegalStateException("follows"));
    assertThat(faults.first()).isSameAs(cause);
  }

  @Test
  void looksBehindTheFramesOfTheJdk() {
    Throwable thrown = null;
    try {
      List.of().getFirst();
    } catch (NoSuchElementException e) {
      thrown = e;
    }
    assertThat(thrown).isNotNull();
    faults.report("h9", "its connection is closed", thrown);
    assertThat(faults.counts()).containsOnlyKeys("io.turnout.core.loop");
  }
}
