package io.turnout.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DescriptorSenderTest {
  @Test
  void refusesInsteadOfWaitingForASlowPipeAndLosesNothingThatItTook() throws Exception {
    Pipe pipe = Pipe.open();
    DescriptorSender sender =
        new DescriptorSender("slow", Channels.newOutputStream(pipe.sink()), true);
    List<String> taken = new ArrayList<>();
    int refused = 0;
    for (int i = 0; refused < 100; i++) {
      String line = i + " " + "x".repeat(i % 300);
      if (sender.trySend(bytes(line + "\n"))) {
        taken.add(line);
      } else {
        refused++;
      }
    }
    Thread closer = Thread.ofPlatform().start(sender::close);
    try (BufferedReader lines =
        new BufferedReader(Channels.newReader(pipe.source(), StandardCharsets.UTF_8))) {
      assertThat(lines.lines().toList()).isEqualTo(taken);
    }
    closer.join();
    assertThat(sender.lostLines()).isZero();
    assertThat(sender.trySend(bytes("after the end\n"))).isFalse();
  }

  @Test
  void writesWholeLinesInPiecesThatAPipeDoesNotMix() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<byte[]> pieces = new ArrayList<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DescriptorSender sender =
        new DescriptorSender(
            "pieces",
            new ByteSink() {
              @Override
              public void write(byte[] bytes, int offset, int length) {
                blocked.countDown();
                await(go);
                pieces.add(Arrays.copyOfRange(bytes, offset, offset + length));
                all.write(bytes, offset, length);
              }
            },
            false);
    sender.trySend(bytes("first\n"));
    await(blocked);
    StringBuilder expected = new StringBuilder("first\n");
    for (int i = 0; i < 500; i++) {
      String line = (i == 250 ? "y".repeat(9000) : "x".repeat(i % 200)) + "\n";
      assertThat(sender.trySend(bytes(line))).isTrue();
      expected.append(line);
    }
    go.countDown();
    sender.close();
    assertThat(all.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
    assertThat(pieces)
        .allSatisfy(piece -> assertThat(piece[piece.length - 1]).isEqualTo((byte) '\n'))
        .allMatch(piece -> piece.length <= 4096 || piece.length == 9001)
        .hasSizeLessThan(50);
  }

  @Test
  void countsLinesThatCouldNotBeWrittenAndGoesOn() {
    CountDownLatch failed = new CountDownLatch(1);
    ByteArrayOutputStream after = new ByteArrayOutputStream();
    DescriptorSender sender =
        new DescriptorSender(
            "full",
            new ByteSink() {
              private boolean failedOnce;

              @Override
              public void write(byte[] bytes, int offset, int length) throws IOException {
                if (!failedOnce) {
                  failedOnce = true;
                  failed.countDown();
                  throw new IOException("disk full");
                }
                after.write(bytes, offset, length);
              }
            },
            false);
    sender.trySend(bytes("lost\n"));
    await(failed);
    sender.trySend(bytes("kept\n"));
    sender.close();
    assertThat(sender.lostLines()).isEqualTo(1);
    assertThat(after.toString(StandardCharsets.UTF_8)).isEqualTo("kept\n");
  }

  @Test
  void writesEachLineWithoutWaitingForMore() throws Exception {
    Semaphore written = new Semaphore(0);
    DescriptorSender sender =
        new DescriptorSender(
            "prompt",
            new ByteSink() {
              @Override
              public void write(byte[] bytes, int offset, int length) {
                written.release();
              }
            },
            false);
    for (int i = 0; i < 200; i++) {
      sender.trySend(bytes("line\n"));
      assertThat(written.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }
    sender.close();
  }

  private abstract static class ByteSink extends OutputStream {
    @Override
    public void write(int b) {
      throw new AssertionError("lines come in blocks");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
