package io.turnout.core.internal.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DescriptorPassingTest {
  private final OpenDescriptors open = new OpenDescriptors();
  private final DescriptorPassing calls = new DescriptorPassing(open.kernel);

  @AfterEach
  void closeAll() {
    open.close();
  }

  @Test
  void passesWorkingCopiesOfDescriptors() {
    int[] channel = open.pair();
    int[] first = open.pair();
    int[] second = open.pair();
    assertThat(calls.send(channel[0], "two".getBytes(UTF_8), first[0], second[0])).isEqualTo(3);

    DescriptorPassing.Received received = calls.receive(channel[1], 64);

    assertThat(new String(received.payload(), UTF_8)).isEqualTo("two");
    assertThat(received.descriptors()).hasSize(2).doesNotContain(first[0], second[0]);
    for (int copy : received.descriptors()) {
      open.open(copy);
      assertThat(open.kernel.files().fcntl(copy, Constants.F_GETFD, 0))
          .isEqualTo(Constants.FD_CLOEXEC);
    }
    open.close(first[0]);
    open.send(received.descriptors()[0], "1");
    open.send(received.descriptors()[1], "2");
    assertThat(open.recv(first[1])).isEqualTo("1");
    assertThat(open.recv(second[1])).isEqualTo("2");
  }

  @Test
  void receivesMessageWithoutDescriptorsAndEndOfStream() {
    int[] channel = open.pair();
    assertThat(calls.receive(channel[1], 8).result()).isEqualTo(-Errno.EAGAIN);
    open.send(channel[0], "plain");
    DescriptorPassing.Received received = calls.receive(channel[1], 8);
    assertThat(new String(received.payload(), UTF_8)).isEqualTo("plain");
    assertThat(received.descriptors()).isEmpty();
    open.close(channel[0]);
    assertThat(calls.receive(channel[1], 8).result()).isZero();
  }
}
