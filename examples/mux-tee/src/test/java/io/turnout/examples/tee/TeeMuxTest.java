package io.turnout.examples.tee;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.buffer.PipeSource;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.CtlOps;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.Session;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.loop.Clock;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.TraceVerbosity;
import io.turnout.tck.FakeXprt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tee mux has that others have not. The rules for all muxes are the kit's. */
class TeeMuxTest {
  private static final HandlerKind KIND = HandlerKind.of("test.tee");
  private static final String NAME = "tee-20260102T030405.678-1-client-127.0.0.1:4711";

  @TempDir Path temporary;

  private final Clock clock = mock();
  private final EventLoop loop =
      new EventLoop(
          "test",
          0,
          mock(Poller.class),
          clock,
          new BufferPool(4096),
          new PipePool(PipeSource.NONE));
  private final int livingAtFirst = loop.scheduler().living();
  private final List<String> traces = new ArrayList<>();
  private final Session session = mock();
  private final CtlOps ctl = mock();
  private final ConnStream stream = newStream();
  private final Buffer buffer = take();
  private final Connection connection = Connection.accepted(loop, () -> "listener", session);
  private final FakeXprt xprt = new FakeXprt(connection);
  private Copier copier;
  private Path folder;

  @BeforeEach
  void open() {
    when(clock.epochMillis()).thenReturn(Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli());
    when(ctl.remoteAddress()).thenReturn(new Ip4Address(0x7f000001, 4711));
    connection.open(ctl);
    XprtFactory xprts = mock();
    when(xprts.create(connection)).thenReturn(xprt);
    connection.installXprt(xprts);
    when(session.newStream(any(), any())).thenReturn(stream);
    folder = temporary.resolve("copies");
    copier = new Copier(folder, Copier.MAX_WAITING_BYTES);
  }

  @AfterEach
  void leavesNothingBehind() {
    connection.release();
    stream.detach();
    stream.free();
    loop.turn(0);
    written();
    loop.buffers().give(buffer);
    assertThat(loop.buffers().lent()).isZero();
    assertThat(loop.scheduler().living()).isEqualTo(livingAtFirst);
  }

  @Test
  void copiesBothDirections() throws Exception {
    install();
    assertThat(receive("ques")).isEqualTo("ques");
    assertThat(receive("tion")).isEqualTo("tion");
    send("answer");
    written();
    assertThat(content("-received.bin")).isEqualTo("question");
    assertThat(content("-sent.bin")).isEqualTo("answer");
    assertThat(xprt.sent()).isEqualTo("answer");
  }

  @Test
  void letsNobodyButTheOwnerRead() throws Exception {
    install();
    receive("x");
    written();
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(folder.resolve(NAME + "-received.bin")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void copiesOfWhatIsSentOnlyWhatIsTaken() throws Exception {
    install();
    xprt.takesAtMost(2);
    assertThat(send("answer")).isEqualTo(2);
    assertThat(send("swer")).isEqualTo(2);
    written();
    assertThat(content("-sent.bin")).isEqualTo("answ").startsWith(xprt.sent());
  }

  @Test
  void copiesTheInputThatItStartsWithWhenItPasses() throws Exception {
    Buffer input = take();
    write(input, "old");
    assertThat(connection.installMux(factory(), null, input)).isTrue();
    xprt.comes("new");
    buffer.clear();
    assertThat(rcvBuf(2)).isEqualTo(2);
    assertThat(connection.swapMux(factory())).isEqualTo(SwapOutcome.DONE);
    written();
    assertThat(content("-received.bin")).isEqualTo("ol");
    assertThat(receive("")).isEqualTo("d");
    assertThat(receive("")).isEqualTo("new");
    written();
    assertThat(Files.readString(folder.resolve(NAME.replace("-1-", "-2-") + "-received.bin")))
        .isEqualTo("dnew");
  }

  @Test
  void goesOnInItsFilesIfTheNextMuxDoesNotStart() throws Exception {
    install();
    receive("one");
    MuxFactory broken = mock();
    when(broken.create(connection)).thenReturn(mock(MuxOps.class));
    assertThat(connection.swapMux(broken)).isEqualTo(SwapOutcome.FAILED);
    receive("two");
    written();
    assertThat(content("-received.bin")).isEqualTo("onetwo");
  }

  @Test
  void reportsTheEndWithTheLastBytes() {
    install();
    xprt.ends();
    assertThat(receive("last")).isEqualTo("last");
    assertThat(stream.all(StreamFlags.EOI | StreamFlags.EOS)).isTrue();
  }

  /** What waits is limited; the traffic never waits. */
  @Test
  void leavesOutWhatTheDiskIsTooSlowForAndTellsOfIt() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    copier = new Copier(folder, 10);
    install();
    copier.execute(() -> Written.await(slow));
    assertThat(receive("12345678")).isEqualTo("12345678");
    assertThat(receive("abc")).isEqualTo("abc");
    assertThat(receive("de")).isEqualTo("de");
    assertThat(receive("fghi")).isEqualTo("fghi");
    assertThat(described()).startsWith("TEE attached").endsWith(" dropped=7");
    assertThat(traces).filteredOn(text -> text.contains("not copied")).hasSize(2);
    slow.countDown();
    written();
    receive("end");
    written();
    assertThat(content("-received.bin")).isEqualTo("12345678\0\0\0de\0\0\0\0end");
    assertThat(content("-received.bin.gaps")).isEqualTo("8 3\n13 4\n");
  }

  @Test
  void tellsOfWhatWasLeftOutAtTheEnd() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    copier = new Copier(folder, 10);
    install();
    copier.execute(() -> Written.await(slow));
    receive("12345678");
    receive("abc");
    connection.release();
    slow.countDown();
    written();
    assertThat(content("-received.bin")).isEqualTo("12345678");
    assertThat(content("-received.bin.gaps")).isEqualTo("8 3\n");
  }

  @Test
  void passesEverythingThoughNothingCanBeWritten() throws Exception {
    Files.writeString(folder, "a file where the folder should be");
    install();
    assertThat(receive("one")).isEqualTo("one");
    written();
    assertThat(receive("two")).isEqualTo("two");
    assertThat(receive("three")).isEqualTo("three");
    written();
    assertThat(described()).startsWith("TEE attached").endsWith(" dropped=11");
    assertThat(loop.faults().counts()).containsEntry("io.turnout.examples.tee", 1L);
    assertThat(receive("four")).isEqualTo("four");
  }

  private void install() {
    assertThat(connection.installMux(factory(), null, null)).isTrue();
  }

  private MuxFactory factory() {
    TraceSource trace = new TraceSource("tee", "under test");
    trace.start(
        TraceLevel.DEVELOPER,
        TraceVerbosity.COMPLETE,
        (source, level, text) -> traces.add(text.toString()));
    return new TeeMuxFactory(copier, trace);
  }

  private String described() {
    StringBuilder text = new StringBuilder();
    Objects.requireNonNull(connection.mux()).describe(text);
    return text.toString();
  }

  private void written() {
    Written.await(copier);
  }

  private String content(String kind) throws IOException {
    return Files.readString(folder.resolve(NAME + kind));
  }

  /** This comes; what reaches the stream thereby. */
  private String receive(String coming) {
    xprt.comes(coming);
    buffer.clear();
    rcvBuf(100);
    byte[] bytes = new byte[buffer.length()];
    buffer.copyTo(0, bytes, 0, bytes.length);
    return new String(bytes, US_ASCII);
  }

  private int rcvBuf(int max) {
    return stream.endpoint().rcvBuf(buffer, max, 0);
  }

  private int send(String text) {
    buffer.clear();
    write(buffer, text);
    return stream.endpoint().sndBuf(buffer, text.length(), 0);
  }

  private Buffer take() {
    return Objects.requireNonNull(loop.buffers().take());
  }

  private static void write(Buffer into, String text) {
    into.write(text.getBytes(US_ASCII), 0, text.length());
  }

  private ConnStream newStream() {
    return new ConnStream(
        loop,
        KIND,
        new TaskletHandler() {
          @Override
          public boolean run(int why) {
            return true;
          }

          @Override
          public void failed(Throwable thrown) {
            throw new AssertionError(thrown);
          }
        });
  }
}
