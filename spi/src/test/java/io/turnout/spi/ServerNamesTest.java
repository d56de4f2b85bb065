package io.turnout.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNamesTest {
  @ParameterizedTest
  @CsvSource({
    "www.example.com, www.example.com",
    "my-service, my-service",
    "my_service.internal, my_service.internal",
    "_sip._tcp.example, _sip._tcp.example",
    "bücher.example, xn--bcher-kva.example",
    "bücher.my_zone, xn--bcher-kva.my_zone",
  })
  void areWrittenInAscii(String name, String sent) {
    assertThat(ServerNames.ascii(name)).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.example.", "a..example", "a b", "_.", "a/b", "a\u0000b", "my_s:1"})
  void areNothingElse(String name) {
    assertThatThrownBy(() -> ServerNames.ascii(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void haveNoPartOfMoreThan63Letters() {
    String part = "_".repeat(64);
    assertThatThrownBy(() -> ServerNames.ascii(part + ".example"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
