package io.turnout.core.conn;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.TestLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of bytes that a stream gives back when its mux is swapped; rule MUX-11. */
class ConnectionSwapTest {
  private final TestLoop test = new TestLoop();
  private final Session session = mock();
  private final Connection connection = Connection.accepted(test.loop, () -> "listener", session);
  private final ConnStream stream =
      new ConnStream(test.loop, HandlerKind.of("test.swap"), mock(TaskletHandler.class));
  private final MuxOps old = mock(withSettings().extraInterfaces(Swappable.class));
  private final Swappable left = (Swappable) old;
  private final MuxOps made = mock();
  private final MuxFactory factory = mock();
  private final Buffer unread = taken();
  private final List<String> started = new ArrayList<>();
  private Buffer input;

  @BeforeEach
  void serve() {
    MuxFactory first = mock();
    when(first.create(connection)).thenReturn(old);
    when(old.init(any(), any(), any())).thenReturn(true);
    when(factory.name()).thenReturn("new");
    when(factory.create(connection)).thenReturn(made);
    starts(true);
    connection.open(mock());
    connection.installMux(first, stream, null);
    stream.attach(connection, mock());
    when(left.surrenderStream()).thenReturn(stream);
    stream.reportEnd();
  }

  @AfterEach
  void free() {
    stream.free();
  }

  @Test
  void newMuxStartsWithThemAndTheEndIsStillToCome() {
    write("seen", unread);
    assertThat(connection.swapMuxBehind(unread, factory)).isEqualTo(SwapOutcome.DONE);
    assertThat(started).containsExactly("seen");
    verify(made).init(stream, session, unread);
    assertThat(stream.any(StreamFlags.EOI | StreamFlags.EOS)).isFalse();
    assertThat(connection.mux()).isSameAs(made);
  }

  @Test
  void theyComeBeforeWhatTheOldMuxHad() {
    write("seen", unread);
    leave(" left");
    assertThat(connection.swapMuxBehind(unread, factory)).isEqualTo(SwapOutcome.DONE);
    assertThat(started).containsExactly("seen left");
    assertThat(test.loop.buffers().lent()).isOne();
  }

  @Test
  void everythingIsAsItWasWhenTheNewMuxDoesNotStart() {
    starts(false);
    write("seen", unread);
    leave(" left");
    assertThat(connection.swapMuxBehind(unread, factory)).isEqualTo(SwapOutcome.FAILED);
    assertThat(text(unread)).isEqualTo("seen");
    assertThat(text(input)).isEqualTo(" left");
    verify(left).resume(stream, input);
    assertThat(stream.all(StreamFlags.EOI | StreamFlags.EOS)).isTrue();
    assertThat(connection.mux()).isSameAs(old);
    assertThat(test.loop.buffers().lent()).isEqualTo(2);
  }

  @Test
  void nothingIsDoneWhenNotAllFitsIntoOneBuffer() {
    write("x".repeat(unread.capacity() - 4), unread);
    leave(" left");
    assertThat(connection.swapMuxBehind(unread, factory)).isEqualTo(SwapOutcome.BUSY);
    verify(factory, never()).create(any());
    assertThat(unread.length()).isEqualTo(unread.capacity() - 4);
    assertThat(text(input)).isEqualTo(" left");
    verify(left).resume(stream, input);
    assertThat(stream.any(StreamFlags.EOS)).isTrue();
  }

  @Test
  void endStaysReportedWhenNothingIsGivenBack() {
    assertThat(connection.swapMux(factory)).isEqualTo(SwapOutcome.DONE);
    assertThat(stream.any(StreamFlags.EOS)).isTrue();
  }

  /** It breaks the rule that nothing is changed then, and the stream would wait for ever. */
  @Test
  void connectionThatTheNewMuxClosedAtItsStartHasFailed() {
    when(made.init(any(), any(), any()))
        .thenAnswer(call -> {
          connection.close();
          return false;
        });
    assertThat(connection.swapMux(factory)).isEqualTo(SwapOutcome.FAILED);
    assertThat(connection.error()).isEqualTo(ConnError.PLUGIN);
    assertThat(connection.isReadOver()).isTrue();
    verify(left).resume(stream, null);
  }

  private void starts(boolean outcome) {
    when(made.init(any(), any(), any()))
        .thenAnswer(call -> {
          Buffer given = call.getArgument(2);
          started.add(given == null ? "" : text(given));
          return outcome;
        });
  }

  private void leave(String bytes) {
    input = taken();
    write(bytes, input);
    when(left.surrenderInput()).thenReturn(input);
  }

  private Buffer taken() {
    return Objects.requireNonNull(test.loop.buffers().take());
  }

  private static void write(String text, Buffer to) {
    to.write(text.getBytes(US_ASCII), 0, text.length());
  }

  private static String text(Buffer from) {
    byte[] bytes = new byte[from.length()];
    from.copyTo(0, bytes, 0, bytes.length);
    return new String(bytes, US_ASCII);
  }
}
