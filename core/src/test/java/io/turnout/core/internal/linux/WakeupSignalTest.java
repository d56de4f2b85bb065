package io.turnout.core.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeupSignalTest {
  private final OpenDescriptors open = new OpenDescriptors();
  private final int counter =
      open.kernel.files().eventfd(0, Constants.EFD_NONBLOCK | Constants.EFD_CLOEXEC);
  private final WakeupSignal signal = new WakeupSignal(open.kernel.files(), counter);

  @AfterEach
  void closeAll() {
    open.kernel.files().close(counter);
  }

  private long written() {
    long got = open.kernel.files().read(counter, open.memory.address(), 8);
    return got < 0 ? 0 : open.memory.get(ValueLayout.JAVA_LONG, 0);
  }

  @Test
  void writesOncePerWait() {
    for (int wait = 0; wait < 3; wait++) {
      assertThat(signal.beforeWait()).isTrue();
      for (int i = 0; i < 5; i++) {
        signal.signal();
      }
      assertThat(written()).isOne();
      signal.afterWait();
    }
  }

  @Test
  void preventsNextWaitWithoutWriteWhenNobodyWaits() {
    signal.signal();
    signal.signal();
    assertThat(signal.beforeWait()).isFalse();
    signal.afterWait();
    assertThat(written()).isZero();
    assertThat(signal.beforeWait()).isTrue();
  }

  @Test
  void writesNothingOnceClosed() {
    signal.close();
    int reused = open.open(open.kernel.files().eventfd(0, Constants.EFD_NONBLOCK));
    assertThat(reused).isEqualTo(counter);
    signal.signal();
    assertThat(signal.beforeWait()).isFalse();
    assertThat(written()).isZero();
  }
}
