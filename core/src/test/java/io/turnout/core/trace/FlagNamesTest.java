package io.turnout.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagNamesTest {
  private final FlagNames names = new FlagNames("A", "B", "C");

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, A",
    "5, A|C",
    "7, A|B|C",
    "9, A|bit3",
    "-2147483648, bit31",
  })
  void writesTheNamesOfSetBits(int flags, String expected) {
    StringBuilder text = new StringBuilder("before ");
    names.describe(flags, text);
    assertThat(text).hasToString("before " + expected);
  }
}
