package io.turnout.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void addsCleanAndDirtyPrivatePages() {
    List<String> rollup =
        List.of(
            "55d0-7ffc ---p 00000000 00:00 0    [rollup]",
            "Rss:                3456 kB",
            "Pss:                1800 kB",
            "Private_Clean:       100 kB",
            "Private_Dirty:      1500 kB");

    assertThat(Memory.parse(rollup)).isEqualTo(new Memory(3456 << 10, 1600 << 10));
  }
}
