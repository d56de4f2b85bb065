package io.turnout.core.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RestrainedAllocatorTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
  private final AtomicBoolean scarce = new AtomicBoolean(true);
  private final AtomicInteger asked = new AtomicInteger();
  private final RestrainedAllocator memory =
      new RestrainedAllocator(
          (bytes, alignment) -> {
            asked.incrementAndGet();
            if (scarce.get()) {
              throw new OutOfMemoryError("for a test");
            }
            return Arena.ofAuto().allocate(bytes, alignment);
          },
          now::get);

  @Test
  void asksAgainOnlyAfterARest() {
    for (int i = 0; i < 10; i++) {
      assertThat(memory.allocate(16, 8)).isNull();
    }
    assertThat(asked).hasValue(1);
    now.addAndGet(RestrainedAllocator.REST_NANOS - 1);
    assertThat(memory.allocate(16, 8)).isNull();
    assertThat(asked).hasValue(1);
    now.addAndGet(1);
    assertThat(memory.allocate(16, 8)).isNull();
    assertThat(asked).hasValue(2);
  }

  @Test
  void asksEachTimeWhereThereIsMemory() {
    assertThat(memory.allocate(16, 8)).isNull();
    scarce.set(false);
    now.addAndGet(RestrainedAllocator.REST_NANOS);
    for (int i = 0; i < 10; i++) {
      assertThat(memory.allocate(16, 8)).isNotNull();
    }
    assertThat(asked).hasValue(11);
  }
}
