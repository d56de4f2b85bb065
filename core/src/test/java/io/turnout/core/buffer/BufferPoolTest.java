package io.turnout.core.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
  private final BufferPool pool = new BufferPool(4096);

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void takesNoMemoryBeforeTheFirstBuffer() {
    assertThat(pool.made()).isZero();
    assertThat(pool.lent()).isZero();
    assertThat(pool.bufferBytes()).isEqualTo(4096);
  }

  @Test
  void lendsTheLastGivenFirst() {
    Buffer first = take();
    Buffer second = take();
    pool.give(second);
    pool.give(first);
    assertThat(take()).isSameAs(first);
    assertThat(take()).isSameAs(second);
  }

  @Test
  void growsWithWhatIsLentAtOnceAndNotWithUse() {
    for (int i = 0; i < 100; i++) {
      pool.give(take());
    }
    int few = pool.made();
    List<Buffer> lent = new ArrayList<>();
    for (int i = 0; i < 2 * few + 1; i++) {
      lent.add(take());
    }
    assertThat(pool.lent()).isEqualTo(2 * few + 1);
    assertThat(pool.made()).isBetween(2 * few + 1, 3 * few);
    lent.forEach(pool::give);
    assertThat(pool.lent()).isZero();
  }

  @Test
  void buffersDoNotShareMemory() {
    Set<Long> pages = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      Buffer buffer = take();
      assertThat(buffer.capacity()).isEqualTo(4096);
      assertThat(buffer.tailAddress() % 4096).isZero();
      assertThat(pages.add(buffer.tailAddress())).isTrue();
    }
  }

  @Test
  void givenBufferIsEmptyWhenLentAgain() {
    Buffer buffer = take();
    buffer.write(new byte[10], 0, 10);
    pool.give(buffer);
    assertThat(take()).isSameAs(buffer);
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void refusesBufferGivenTwice() {
    Buffer buffer = take();
    pool.give(buffer);
    assertThatThrownBy(() -> pool.give(buffer)).isInstanceOf(IllegalStateException.class);
    assertThat(pool.lent()).isZero();
    assertThat(take()).isNotSameAs(take());
  }

  private Buffer take() {
    return Objects.requireNonNull(pool.take());
  }

  @Test
  void lendsSomethingWhereItHasNothing() {
    try (BufferPool limited = new BufferPool(64, 1)) {
      Buffer pooled = limited.takeAtLeast(64);
      Buffer own = limited.takeAtLeast(64);
      Buffer larger = limited.takeAtLeast(65);

      assertThat(limited.lent()).isEqualTo(3);
      assertThat(limited.made()).isOne();
      assertThat(own.room()).isEqualTo(64);
      assertThat(larger.room()).isEqualTo(65);
      limited.give(own);
      limited.give(larger);
      limited.give(pooled);

      assertThat(limited.lent()).isZero();
      assertThat(limited.take()).isSameAs(pooled);
      assertThat(limited.take()).isNull();
      assertThatThrownBy(() -> limited.give(own)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void lendsNoMoreThanItsLimit() {
    try (BufferPool limited = new BufferPool(64, 17)) {
      List<Buffer> lent = new ArrayList<>();
      for (int i = 0; i < 17; i++) {
        lent.add(limited.take());
      }
      assertThat(lent).doesNotContainNull();
      assertThat(limited.take()).isNull();

      limited.give(lent.getFirst());

      assertThat(limited.take()).isSameAs(lent.getFirst());
    }
  }
}
