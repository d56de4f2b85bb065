package io.turnout.xprt.ssl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordBuffersTest {
  private final RecordBuffers buffers = new RecordBuffers();

  @Test
  void lendsTheLastThatCameBackEmpty() {
    Buffer first = buffers.take();
    Buffer second = buffers.take();
    first.write(new byte[] {1}, 0, 1);
    buffers.give(second);
    buffers.give(first);
    assertThat(buffers.take()).isSameAs(first);
    assertThat(first.isEmpty()).isTrue();
    assertThat(first.capacity()).isEqualTo(RecordBuffers.BYTES);
    assertThat(buffers.lent()).isOne();
    assertThat(buffers.made()).isEqualTo(2);
  }

  @Test
  void keepsNoMoreThanItsBoundAfterARush() {
    List<Buffer> rush = new ArrayList<>();
    for (int i = 0; i < RecordBuffers.MOST_FREE + 10; i++) {
      rush.add(buffers.take());
    }
    assertThat(buffers.made()).isEqualTo(RecordBuffers.MOST_FREE + 10);
    rush.forEach(buffers::give);
    assertThat(buffers.lent()).isZero();
    assertThat(buffers.made()).isEqualTo(RecordBuffers.MOST_FREE);
  }

  @Test
  void takesNoneBackThatIsNotLent() {
    Buffer taken = buffers.take();
    buffers.give(taken);
    assertThatThrownBy(() -> buffers.give(taken)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void thoseForHellosAreSmallAndKeptApart() {
    Buffer hello = buffers.takeForHello();
    assertThat(hello.capacity()).isEqualTo(RecordBuffers.HELLO_BYTES);
    buffers.give(hello);
    Buffer record = buffers.take();
    assertThat(record.capacity()).isEqualTo(RecordBuffers.BYTES);
    assertThat(buffers.takeForHello()).isSameAs(hello);
    assertThat(buffers.lent()).isEqualTo(2);
    assertThat(buffers.made()).isEqualTo(2);
  }

  @Test
  void helloGrowsIntoALargeOneOnceItDoesNotFit() throws Exception {
    Wire wire = new Wire();
    RecordInput input = new RecordInput(buffers);
    byte[] record = FakeEngine.record(new byte[RecordBuffers.HELLO_BYTES]);
    wire.arrive(Arrays.copyOf(record, 10));
    assertThat(input.fillHello(wire)).isEqualTo(10);
    assertThat(input.held().capacity()).isEqualTo(RecordBuffers.HELLO_BYTES);
    wire.arrive(Arrays.copyOfRange(record, 10, record.length));
    while (input.next() == 0) {
      assertThat(input.fillHello(wire)).isPositive();
    }
    assertThat(input.held().capacity()).isEqualTo(RecordBuffers.BYTES);
    assertThat(input.copyOfNext()).isEqualTo(record);
    input.drop();
    assertThat(buffers.lent()).isZero();
  }
}
