package io.turnout.core.internal.linux;

import static io.turnout.core.loop.Poller.IN;
import static io.turnout.core.loop.Poller.OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EpollPollerTest {
  private static final long SECOND = 1_000_000_000;

  private final OpenDescriptors open = new OpenDescriptors();
  private final EpollPoller poller = new EpollPoller(open.kernel);

  @AfterEach
  void closeAll() {
    poller.close();
    open.close();
  }

  @Test
  void reportsEachChangeOnce() {
    int[] pair = open.pair();
    RecordingPollable pollable = new RecordingPollable(pair[0]);
    poller.add(pollable);
    assertThat(poll(SECOND)).isOne();
    assertThat(poll(0)).isZero();
    open.send(pair[1], "x");
    assertThat(poll(SECOND)).isOne();
    assertThat(poll(0)).isZero();
    open.send(pair[1], "y");
    assertThat(poll(SECOND)).isOne();
    assertThat(pollable.reports).containsExactly(OUT, IN | OUT, IN | OUT);
  }

  @Test
  void dropsReportsOfCopyThatStayedOpen() {
    int[] pair = open.pair();
    RecordingPollable pollable = new RecordingPollable(pair[0]);
    poller.add(pollable);
    open.open(open.kernel.files().fcntl(pair[0], Constants.F_DUPFD, 0));
    poller.remove(pollable);
    open.close(pair[0]);
    open.send(pair[1], "x");
    assertThat(poll(0)).isZero();
    assertThat(pollable.reports).isEmpty();
  }

  @Test
  void keepsNothingOfDescriptorThatCannotBeWatched(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("file");
    try (RandomAccessFile _ = new RandomAccessFile(path.toFile(), "rw")) {
      RecordingPollable file = new RecordingPollable(descriptorOf(path));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> poller.add(file))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContainingAll("EPERM", "regular file");
      }
    }
  }

  private static int descriptorOf(Path path) throws IOException {
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      List<Path> all = links.sorted(Comparator.reverseOrder()).toList();
      for (Path link : all) {
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(path)) {
          return Integer.parseInt(link.getFileName().toString());
        }
      }
    }
    throw new AssertionError(path + " is not open");
  }

  @Test
  void leavesNoDescriptorOpen() throws IOException {
    long before = openCount();
    for (int i = 0; i < 8; i++) {
      new EpollPoller(open.kernel).close();
      new PollPoller(open.kernel).close();
    }
    assertThat(openCount()).isLessThan(before + 8);
  }

  private static long openCount() throws IOException {
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      return links.count();
    }
  }

  private int poll(long timeoutNanos) {
    poller.await(timeoutNanos);
    return poller.deliver();
  }
}
