package io.turnout.core.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.loop.UnsupportedPlatformException;
import org.junit.jupiter.api.Test;

class PlatformTest {
  @Test
  void acceptsBothArchitecturesOnLinux() {
    assertThatCode(() -> Platform.requireKnown("Linux", "amd64")).doesNotThrowAnyException();
    assertThatCode(() -> Platform.requireKnown("Linux", "aarch64")).doesNotThrowAnyException();
    assertThatCode(Platform::requireSupported).doesNotThrowAnyException();
  }

  @Test
  void namesPlatformThatIsNotSupportedInOneLineWithoutTrace() {
    assertThatThrownBy(() -> Platform.requireKnown("Mac OS X", "aarch64"))
        .isInstanceOfSatisfying(
            UnsupportedPlatformException.class,
            refused -> assertThat(refused.getStackTrace()).isEmpty())
        .hasMessageContainingAll("Mac OS X", "aarch64", "run on Linux")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> Platform.requireKnown("Linux", "riscv64"))
        .hasMessageContaining("riscv64");
  }

  @Test
  void namesErrnos() {
    assertThat(Errno.name(Errno.ECONNREFUSED)).isEqualTo("ECONNREFUSED");
    assertThat(Errno.message(Errno.ECONNREFUSED)).isEqualTo("Connection refused");
    assertThat(Errno.name(9999)).isEqualTo("errno 9999");
  }
}
