package io.turnout.core.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipePoolTest {
  private final Source source = new Source();
  private final PipePool pool = new PipePool(source);

  @Test
  void keepsEmptyPipeForTheNext() {
    Pipe pipe = take();
    pool.give(pipe);
    assertThat(take()).isSameAs(pipe);
    assertThat(source.opened).isOne();
    assertThat(source.closed).isEmpty();
  }

  @Test
  void closesPipeThatStillHoldsBytes() {
    Pipe pipe = take();
    pipe.added(1);
    pool.give(pipe);
    assertThat(source.closed).containsExactly(pipe);
    assertThat(pool.lent()).isZero();
    assertThat(take()).isNotSameAs(pipe);
  }

  @Test
  void lendsNoneWhenTheSourceHasNone() {
    take();
    source.limit = 1;
    assertThat(pool.take()).isNull();
    assertThat(pool.lent()).isOne();
  }

  @Test
  void closesTheFreeOnesWithThePool() {
    Pipe first = take();
    Pipe second = take();
    pool.give(first);
    pool.give(second);
    pool.close();
    assertThat(source.closed).containsExactlyInAnyOrder(first, second);
    pool.close();
    assertThat(source.closed).hasSize(2);
  }

  @Test
  void sourceWithoutPipesOpensNone() {
    PipePool none = new PipePool(PipeSource.NONE);
    assertThat(none.take()).isNull();
    assertThat(none.lent()).isZero();
    none.close();
  }

  @Test
  void pipeCountsWhatIsInside() {
    Pipe pipe = take();
    pipe.added(10);
    pipe.removed(4);
    assertThat(pipe.length()).isEqualTo(6);
    assertThat(pipe.isEmpty()).isFalse();
    assertThatThrownBy(() -> pipe.removed(7)).isInstanceOf(IllegalArgumentException.class);
    pipe.removed(6);
    assertThat(pipe.isEmpty()).isTrue();
  }

  private Pipe take() {
    return Objects.requireNonNull(pool.take());
  }

  @Test
  void emptiesAPipeIntoABufferAsFarAsItHasRoom() {
    Pipe pipe = new Pipe(1, 2, 65536);
    pipe.added(150);
    Buffer buffer = new Buffer(Arena.ofAuto().allocate(100));
    assertThat(new PipePool(new Source()).empty(pipe, buffer)).isEqualTo(100);
    assertThat(buffer.length()).isEqualTo(100);
    assertThat(pipe.length()).isEqualTo(50);
  }

  private static final class Source implements PipeSource {
    private final List<Pipe> closed = new ArrayList<>();
    private int opened;
    private int limit = 10;

    @Override
    public @Nullable Pipe open() {
      if (opened == limit) {
        return null;
      }
      opened++;
      return new Pipe(2 * opened, 2 * opened + 1, 65536);
    }

    @Override
    public int read(Pipe from, long address, int length) {
      return Math.min(length, from.length());
    }

    @Override
    public void close(Pipe pipe) {
      closed.add(pipe);
    }
  }
}
