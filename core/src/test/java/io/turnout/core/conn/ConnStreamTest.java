package io.turnout.core.conn;

import static io.turnout.core.conn.StreamEndpoint.SHR_DRAIN;
import static io.turnout.core.conn.StreamEndpoint.SHR_RESET;
import static io.turnout.core.conn.StreamEndpoint.SHW_NORMAL;
import static io.turnout.core.conn.StreamEndpoint.SHW_SILENT;
import static io.turnout.core.loop.WaitEvent.RETRY_RECV;
import static io.turnout.core.loop.WaitEvent.RETRY_SEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.RecordingHandler;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TestLoop;
import io.turnout.core.loop.WaitEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class ConnStreamTest {
  private static final HandlerKind KIND = HandlerKind.of("test.stream");

  private final TestLoop test = new TestLoop();
  private final RecordingHandler owner = new RecordingHandler();
  private final ConnStream stream = new ConnStream(test.loop, KIND, owner);
  private final StreamEndpoint endpoint = mock();
  private final MuxOps mux = mock();
  private final MuxFactory muxes = mock();
  private final CtlOps ctl = mock();
  private final Connection connection = Connection.outgoing(test.loop, () -> "server");

  @BeforeEach
  void installMux() {
    connection.open(ctl);
    when(muxes.create(connection)).thenReturn(mux);
    when(mux.init(any(), any(), any())).thenReturn(true);
    connection.installMux(muxes, stream, null);
    stream.attach(connection, endpoint);
  }

  @Test
  void isDetachedAtFirst() {
    ConnStream fresh = new ConnStream(test.loop, KIND, owner);
    assertThat(fresh.flags()).isEqualTo(StreamFlags.DETACHED);
    assertThat(fresh.isAttached()).isFalse();
    assertThat(fresh.connection()).isNull();
    fresh.shut(SHW_NORMAL | SHR_DRAIN);
    fresh.unsubscribe(RETRY_RECV);
    fresh.detach();
    assertThat(fresh.flags()).isEqualTo(StreamFlags.DETACHED);
  }

  @Test
  void splicesIfMuxAndTransportCan() {
    assertThat(stream.splice()).isNull();
    StreamEndpoint capable = mock(withSettings().extraInterfaces(SpliceEndpoint.class));
    stream.attach(connection, capable);
    assertThat(stream.splice()).isNull();
    XprtFactory plain = mock();
    when(plain.create(connection))
        .thenReturn(mock(XprtOps.class, withSettings().extraInterfaces(SpliceXprt.class)));
    connection.installXprt(plain);
    assertThat(stream.splice()).isSameAs(capable);
    stream.attach(connection, endpoint);
    assertThat(stream.splice()).isNull();
  }

  @Test
  void shutsEachDirectionOnce() {
    stream.shut(SHW_NORMAL);
    stream.shut(SHW_NORMAL);
    stream.shut(SHW_SILENT | SHR_DRAIN);
    stream.shut(SHR_RESET);
    InOrder order = inOrder(endpoint);
    order.verify(endpoint).shut(SHW_NORMAL);
    order.verify(endpoint).shut(SHR_DRAIN);
    verifyNoMoreInteractions(endpoint);
    assertThat(stream.all(StreamFlags.SHR_DONE | StreamFlags.SHW_DONE)).isTrue();
  }

  @Test
  void muxThatThrowsAtDetachCostsItsConnectionOnly() {
    doThrow(new IllegalStateException("broken plugin")).when(mux).detach(stream);
    stream.detach();
    assertThat(stream.flags()).isEqualTo(StreamFlags.DETACHED);
    assertThat(connection.error()).isEqualTo(ConnError.PLUGIN);
    verify(ctl).close();
  }

  @Test
  void muxThatThrowsAtShutCostsItsConnectionOnly() {
    doThrow(new IllegalStateException("broken plugin")).when(endpoint).shut(anyInt());
    stream.shut(SHW_NORMAL);
    stream.detach();
    assertThat(connection.error()).isEqualTo(ConnError.PLUGIN);
    verify(ctl).close();
  }

  @Test
  void endOfStreamEndsWhatMayBeReceived() {
    stream.set(StreamFlags.RCV_MORE | StreamFlags.WANT_ROOM);
    stream.reportEnd();
    assertThat(stream.flags()).isEqualTo(StreamFlags.EOI | StreamFlags.EOS);
    stream.reportEnd();
    assertThat(stream.flags()).isEqualTo(StreamFlags.EOI | StreamFlags.EOS);
  }

  @Test
  void errorWaitsForTheEndOfWhatMayBeReceived() {
    stream.reportError();
    assertThat(stream.flags()).isEqualTo(StreamFlags.ERR_PENDING);
    stream.reportEnd();
    assertThat(stream.all(StreamFlags.EOS | StreamFlags.ERROR)).isTrue();
  }

  @Test
  void errorBehindTheEndCountsAtOnce() {
    stream.reportEnd();
    stream.reportError();
    assertThat(stream.any(StreamFlags.ERROR)).isTrue();
    assertThat(stream.any(StreamFlags.ERR_PENDING)).isFalse();
  }

  @Test
  void detachTakesTheSubscriptionBackBeforeItTellsTheMux() {
    recordSubscriptions();
    stream.subscribe(RETRY_RECV | RETRY_SEND);
    stream.detach();
    InOrder order = inOrder(endpoint, mux);
    order.verify(endpoint).unsubscribe(RETRY_RECV | RETRY_SEND, stream.waitEvent());
    order.verify(mux).detach(stream);
    assertThat(stream.flags()).isEqualTo(StreamFlags.DETACHED);
    assertThat(stream.connection()).isNull();
    assertThat(stream.splice()).isNull();
  }

  @Test
  void unsubscribesOnlyWhatIsSubscribed() {
    stream.unsubscribe(RETRY_RECV);
    verify(endpoint, never()).unsubscribe(anyInt(), any());
    recordSubscriptions();
    stream.subscribe(RETRY_SEND);
    stream.unsubscribe(RETRY_RECV | RETRY_SEND);
    verify(endpoint).unsubscribe(RETRY_SEND, stream.waitEvent());
  }

  @Test
  void detachReleasesConnectionThatLostItsMux() {
    connection.close();
    stream.detach();
    verify(mux, never()).detach(any());
    verify(ctl).close();
  }

  @Test
  void detachesOnce() {
    stream.detach();
    stream.detach();
    verify(mux).detach(stream);
  }

  @Test
  void lostConnectionIsHeardAsErrorAndEnd() {
    stream.lost();
    test.turn();
    assertThat(owner.reasons).containsExactly(Tasklet.WOKEN_MSG);
    assertThat(stream.all(StreamFlags.EOS | StreamFlags.ERROR | StreamFlags.DETACHED)).isTrue();
    assertThat(stream.isAttached()).isFalse();
    stream.shut(SHW_NORMAL | SHR_DRAIN);
    verifyNoMoreInteractions(endpoint);
  }

  @Test
  void keepsNothingOfLostConnectionForTheNext() {
    stream.lost();
    stream.detach();
    verify(mux, never()).detach(any());
    assertThat(stream.flags()).isEqualTo(StreamFlags.DETACHED);
    stream.attach(connection, endpoint);
    assertThat(stream.flags()).isZero();
  }

  @Test
  void describesItself() {
    stream.reportEnd();
    StringBuilder text = new StringBuilder();
    stream.describe(text);
    assertThat(text).hasToString("cs EOI|EOS waits=0");
  }

  @Test
  void freeEndsTheOwnersTasklet() {
    stream.detach();
    stream.free();
    assertThat(test.livingTasklets()).isZero();
  }

  private void recordSubscriptions() {
    doAnswer(call -> call.<WaitEvent>getArgument(1).record(null, call.getArgument(0)))
        .when(endpoint)
        .subscribe(anyInt(), any());
  }
}
