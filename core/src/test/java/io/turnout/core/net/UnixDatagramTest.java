package io.turnout.core.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.UnixAddress;
import io.turnout.core.internal.linux.Constants;
import io.turnout.core.internal.linux.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixDatagramTest {
  private static final int TYPE = Constants.SOCK_DGRAM | Constants.SOCK_CLOEXEC;

  private final Kernel kernel = new Kernel();
  private final MemorySegment memory = Arena.ofAuto().allocate(8192);
  private final String path;
  private final UnixDatagram datagram;
  private final int receiver = kernel.sockets().socket(Constants.AF_UNIX, TYPE, 0);

  UnixDatagramTest(@TempDir Path folder) {
    path = folder.resolve("log").toString();
    datagram = new UnixDatagram(path);
  }

  @AfterEach
  void closeAll() {
    datagram.close();
    kernel.files().close(receiver);
  }

  @Test
  void findsItsReceiverOnceItIsThere() {
    assertThat(send("lost")).isFalse();
    bind();
    assertThat(send("first")).isTrue();
    assertThat(send("second")).isTrue();
    assertThat(receive()).isEqualTo("first");
    assertThat(receive()).isEqualTo("second");
  }

  @Test
  void sendsPartOfAnArrayAndLongOnes() {
    bind();
    assertThat(datagram.send("xxshortxx".getBytes(US_ASCII), 2, 5)).isTrue();
    assertThat(receive()).isEqualTo("short");
    String text = "long".repeat(1500);
    assertThat(send(text)).isTrue();
    assertThat(receive()).isEqualTo(text);
  }

  @Test
  void doesNotWaitForReceiverThatTakesNone() {
    bind();
    int sent = 0;
    while (send("x")) {
      sent++;
    }
    assertThat(sent).isPositive();
    assertThat(receive()).isEqualTo("x");
    assertThat(send("x")).isTrue();
  }

  @Test
  void closedTwiceClosesNobodyElsesDescriptor() {
    datagram.close();
    int[] strangers = new int[4];
    for (int i = 0; i < strangers.length; i++) {
      strangers[i] = kernel.sockets().socket(Constants.AF_UNIX, TYPE, 0);
    }
    datagram.close();
    bind();
    assertThat(send("x")).isFalse();
    for (int stranger : strangers) {
      assertThat(kernel.files().close(stranger)).isZero();
    }
  }

  private void bind() {
    assertThat(kernel.sockets().bind(receiver, new UnixAddress(path, false))).isZero();
  }

  private boolean send(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    return datagram.send(bytes, 0, bytes.length);
  }

  private String receive() {
    long count =
        kernel
            .sockets()
            .recv(receiver, memory.address(), memory.byteSize(), Constants.MSG_DONTWAIT);
    return new String(memory.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), US_ASCII);
  }
}
