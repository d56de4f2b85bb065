package io.turnout.benchmarks.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TlsHeapTest {
  @Test
  void addsUpTheGenerations() {
    String report =
        """
        877:
        DefNew     total 4928K, used 983K [0x00000000f0000000, 0x00000000f0550000)
         eden space 4416K,  18% used [0x00000000f0000000, 0x00000000f0450000)
         from space 512K,  31% used [0x00000000f04d0000, 0x00000000f0550000)
        Tenured    total 10944K, used 4735K [0x00000000f5550000, 0x0000000100000000)
         the  space 10944K,  43% used [0x00000000f5550000, 0x0000000100000000)
        """;

    assertThat(TlsHeap.used(report)).isEqualTo((983 + 4735) * 1024);
  }
}
