package io.turnout.core.conn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.TestLoop;
import io.turnout.core.loop.WaitEvent;
import java.lang.foreign.Arena;
import java.security.cert.X509Certificate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** Rules XPRT-01, XPRT-02, SWAP-05: transports come and go. */
class TransportStackTest {
  private final TestLoop test = new TestLoop();
  private final CtlOps ctl = mock();
  private final XprtOps plain =
      mock(XprtOps.class, withSettings().extraInterfaces(SpliceXprt.class));
  private final Connection connection = Connection.outgoing(test.loop, () -> "server");

  @BeforeEach
  void open() {
    when(plain.name()).thenReturn("PLAIN");
    connection.open(ctl);
    connection.installXprt(factory("plain", plain));
  }

  /** A transport that is known by where it stands. */
  private static final class Layer implements StackedXprt, SecureXprt {
    private XprtOps below;
    private int held;
    ConnError timeout = ConnError.NONE;

    Layer(@Nullable XprtOps below) {
      this.below = Objects.requireNonNull(below);
    }

    @Override
    public XprtOps below() {
      return below;
    }

    @Override
    public void below(XprtOps now) {
      below = now;
    }

    @Override
    public ConnError timeoutError() {
      return timeout;
    }

    @Override
    public String name() {
      return "LAYER";
    }

    void holds(int bytes) {
      held = bytes;
    }

    @Override
    public int rcvBuf(Buffer into, int max) {
      int count = Math.min(max, held);
      held -= count;
      return into.write(new byte[count], 0, count);
    }

    @Override
    public boolean hasUnread() {
      return held > 0 || below.hasUnread();
    }

    @Override
    public int sndBuf(Buffer from, int max, int flags) {
      return 0;
    }

    @Override
    public void subscribe(int events, WaitEvent waiter) {}

    @Override
    public void unsubscribe(int events, WaitEvent waiter) {}

    @Override
    public void close() {
      below.close();
    }

    @Override
    public void describe(StringBuilder to) {
      to.append("LAYER");
    }

    @Override
    public String protocol() {
      return "";
    }

    @Override
    public String cipherSuite() {
      return "";
    }

    @Override
    public String cipherName() {
      return "";
    }

    @Override
    public String serverName() {
      return "";
    }

    @Override
    public String alpn() {
      return "";
    }

    @Override
    public boolean resumed() {
      return false;
    }

    @Override
    public @Nullable X509Certificate peerCertificate() {
      return null;
    }

    @Override
    public boolean peerVerified() {
      return false;
    }

    @Override
    public @Nullable X509Certificate ownCertificate() {
      return null;
    }
  }

  private static XprtFactory factory(String name, XprtOps made) {
    XprtFactory factory = mock();
    when(factory.name()).thenReturn(name);
    when(factory.create(any())).thenReturn(made);
    return factory;
  }

  private Layer push() {
    Layer layer = new Layer(connection.xprt());
    connection.installXprt(factory("layer", layer));
    return layer;
  }

  @Nested
  class Stack {
    @Test
    void splicesOnlyWhileThePlainTransportIsOnTop() {
      assertThat(connection.spliceXprt()).isSameAs(plain);
      Layer layer = push();
      assertThat(connection.spliceXprt()).isNull();
      connection.removeXprt(layer);
      assertThat(connection.spliceXprt()).isSameAs(plain);
    }

    @Test
    void layerInTheMiddleLeaves() {
      Layer middle = push();
      Layer top = push();
      assertThat(connection.above(middle)).isSameAs(top);
      connection.removeXprt(middle);
      assertThat(top.below()).isSameAs(plain);
      assertThat(connection.xprt()).isSameAs(top);
      assertThat(connection.above(plain)).isSameAs(top);
    }

    @Test
    void topHasNothingAboveIt() {
      Layer top = push();
      assertThatThrownBy(() -> connection.above(top)).hasMessageContaining("LAYER");
    }

    @Test
    void findsTheUppermostThatIsSecure() {
      assertThat(connection.secureXprt()).isNull();
      push();
      Layer upper = push();
      assertThat(connection.secureXprt()).isSameAs(upper);
    }
  }

  @Nested
  class Readiness {
    private final ReadyHandler handler = mock();

    @BeforeEach
    void waits() {
      when(handler.ready(connection)).thenReturn(true);
      connection.set(ConnFlags.WAIT_L6 | ConnFlags.HANDSHAKE);
      connection.whenReady(handler);
    }

    @Test
    void isToldOnceAfterTheLastWaitBit() {
      int before = connection.flags();
      connection.clear(ConnFlags.HANDSHAKE);
      assertThat(connection.notifyMux(before, false)).isTrue();
      verify(handler, never()).ready(any());
      before = connection.flags();
      connection.clear(ConnFlags.WAIT_L6);
      connection.notifyMux(before, false);
      connection.notifyMux(before, true);
      verify(handler, times(1)).ready(connection);
    }

    @Test
    void failureEndsTheWaitToo() {
      int before = connection.flags();
      connection.fail(ConnError.SSL_HANDSHAKE, "no shared cipher");
      when(handler.ready(connection)).thenReturn(false);
      assertThat(connection.notifyMux(before, false)).isFalse();
      assertThat(connection.errorDetail()).isEqualTo("no shared cipher");
    }
  }

  @Nested
  class Timeout {
    @Test
    void isTheLowestWaitingLayers() {
      assertThat(connection.timeoutError()).isEqualTo(ConnError.ETIMEDOUT);
      Layer dialogue = push();
      dialogue.timeout = ConnError.PRX_TIMEOUT;
      Layer tls = push();
      tls.timeout = ConnError.SSL_TIMEOUT;
      assertThat(connection.timeoutError()).isEqualTo(ConnError.PRX_TIMEOUT);
      dialogue.timeout = ConnError.NONE;
      assertThat(connection.timeoutError()).isEqualTo(ConnError.SSL_TIMEOUT);
    }

    @Test
    void isTheSocketsUntilItIsConnected() {
      Layer dialogue = push();
      dialogue.timeout = ConnError.PRX_TIMEOUT;
      connection.set(ConnFlags.WAIT_L4);
      assertThat(connection.timeoutError()).isEqualTo(ConnError.ETIMEDOUT);
      connection.clear(ConnFlags.WAIT_L4);
      assertThat(connection.timeoutError()).isEqualTo(ConnError.PRX_TIMEOUT);
    }
  }

  /** Rule CONN-04. */
  @Nested
  class EndOfStream {
    @Test
    void standsBehindWhatATransportHolds() {
      when(plain.hasUnread()).thenReturn(true);
      connection.readEnd();
      assertThat(connection.isReadOver()).isFalse();
      when(plain.hasUnread()).thenReturn(false);
      assertThat(connection.isReadOver()).isTrue();
    }

    @Test
    void standsBehindWhatALowerTransportHolds() {
      Layer lower = push();
      Layer upper = push();
      connection.readEnd();
      when(plain.hasUnread()).thenReturn(true);
      assertThat(connection.isReadOver()).isFalse();
      assertThat(connection.isReadOverAt(lower)).isFalse();
      when(plain.hasUnread()).thenReturn(false);
      upper.holds(1);
      assertThat(connection.isReadOver()).isFalse();
      assertThat(connection.isReadOverAt(lower)).isTrue();
      upper.holds(0);
      assertThat(connection.isReadOver()).isTrue();
    }

    @Test
    void isNotAskedOfTransportsBeforeItCame() {
      assertThat(connection.isReadOver()).isFalse();
      verify(plain, never()).hasUnread();
    }

    @Test
    void comesWithTheCloseWhateverWasHeld() {
      push().holds(1);
      connection.readEnd();
      connection.close();
      assertThat(connection.isReadOver()).isTrue();
    }
  }

  @Nested
  class EndOfSending {
    @Test
    void goesDownToTheLowest() {
      push();
      push();
      Objects.requireNonNull(connection.xprt()).shutWrite(true);
      verify(plain).shutWrite(true);
    }

    @Test
    void endOfReceivingToo() {
      when(plain.shutRead(true)).thenReturn(true);
      assertThat(push().shutRead(true)).isTrue();
    }
  }

  /** Rule MUX-06. */
  @Nested
  class Drain {
    @Test
    void dropsWhatATransportHolds() {
      push().holds(3 * test.loop.buffers().bufferBytes());
      connection.drain();
      assertThat(Objects.requireNonNull(connection.xprt()).hasUnread()).isFalse();
      assertThat(test.loop.buffers().lent()).isZero();
      verify(ctl, never()).drain();
    }

    @Test
    void leavesThePeerThatNeverStops() {
      Layer endless = push();
      endless.holds(Integer.MAX_VALUE);
      connection.drain();
      assertThat(endless.hasUnread()).isTrue();
    }

    @Test
    void dropsAlsoWhereNoBufferIsLeft() {
      Layer layer = push();
      layer.holds(1000);
      TransportStack.drain(layer, new BufferPool(16384, 0), connection);
      assertThat(layer.hasUnread()).isFalse();
    }

    @Test
    void transportThatThrowsCostsNoBuffer() {
      XprtOps broken = mock();
      when(broken.rcvBuf(any(), anyInt())).thenThrow(new IllegalStateException("on purpose"));
      assertThatThrownBy(() -> TransportStack.drain(broken, test.loop.buffers(), connection))
          .hasMessage("on purpose");
      assertThat(test.loop.buffers().lent()).isZero();
    }

    /** Rule CTL-02: else the close would be a reset. */
    @Test
    void seesTheEndThatStandsBehindTheLastBytes() {
      push().holds(1);
      when(ctl.peek(anyLong(), eq(1)))
          .thenAnswer(call -> {
            connection.readEnd();
            return 0;
          });
      connection.drain();
      assertThat(connection.isReadOver()).isTrue();
      verify(ctl).orderlyClose();
    }

    @Test
    void looksForNoEndBehindAnError() {
      push();
      when(ctl.isFailing()).thenReturn(true);
      connection.drain();
      verify(ctl, never()).peek(anyLong(), anyInt());
    }

    /** Rule CTL-02: what the layer does not read would make of the close a reset. */
    @Test
    void ofALayerThatIsNotReadyIsTheControlLayersToo() {
      push();
      connection.set(ConnFlags.WAIT_L6);
      when(ctl.drain()).thenReturn(true);
      connection.drain();
      verify(ctl).drain();
      assertThat(connection.any(ConnFlags.SOCK_RD_SH)).isTrue();
    }

    @Test
    void ofAPlainConnectionIsTheControlLayers() {
      when(ctl.drain()).thenReturn(true);
      connection.drain();
      assertThat(connection.isReadOver()).isTrue();
    }
  }

  @Nested
  class Inserted {
    private final Layer top = new Layer(plain);

    @BeforeEach
    void install() {
      connection.installXprt(factory("top", top));
    }

    @Test
    void standsUnderTheOneThatWantedIt() {
      XprtFactory tls = mock();
      when(tls.create(connection)).thenAnswer(call -> new Layer(connection.xprt()));

      connection.insertXprt(tls, top);

      assertThat(connection.xprt()).isSameAs(top);
      assertThat(((Layer) top.below()).below()).isSameAs(plain);
      assertThat(connection.spliceXprt()).isNull();
    }

    @Test
    void failsConnectionIfItCannotBeMade() {
      XprtFactory broken = mock();
      when(broken.name()).thenReturn("tls");
      when(broken.create(connection)).thenThrow(new IllegalStateException("planted"));

      connection.insertXprt(broken, top);

      assertThat(connection.error()).isEqualTo(ConnError.PLUGIN);
      assertThat(connection.xprt()).isSameAs(top);
      assertThat(top.below()).isSameAs(plain);
      assertThat(connection.loop().faults().counts()).hasSize(1);
    }
  }

  @Nested
  class UnderLiveMux {
    private final MuxOps mux = mock(MuxOps.class, withSettings().extraInterfaces(Swappable.class));
    private final Swappable swappable = (Swappable) mux;
    private final StreamEndpoint endpoint = mock();
    private final TaskletHandler owner = mock();
    private final ConnStream stream =
        new ConnStream(test.loop, HandlerKind.of("test.stream"), owner);

    @BeforeEach
    void serve() {
      MuxFactory muxes = mock();
      when(muxes.create(connection)).thenReturn(mux);
      when(mux.init(any(), any(), any())).thenReturn(true);
      when(swappable.surrenderStream()).thenReturn(stream);
      stream.attach(connection, endpoint);
      connection.installMux(muxes, stream, null);
    }

    @Test
    void muxGoesOnOverTheNewTransport() {
      Layer layer = new Layer(plain);
      stream.set(StreamFlags.MAY_SPLICE);
      assertThat(connection.addTransport(factory("tls", layer), 0))
          .isEqualTo(TransportOutcome.DONE);
      assertThat(connection.xprt()).isSameAs(layer);
      assertThat(stream.any(StreamFlags.MAY_SPLICE)).isFalse();
      InOrder order = inOrder(mux);
      order.verify(swappable).surrenderStream();
      order.verify(swappable).surrenderInput();
      order.verify(swappable).resume(stream, null);
      test.turn();
      verify(owner).run(Tasklet.WOKEN_MSG | Tasklet.WOKEN_IO);
    }

    @Test
    void bytesOfTheOwnerAreAnInjection() {
      assertThat(connection.addTransport(factory("tls", new Layer(plain)), 1))
          .isEqualTo(TransportOutcome.INJECTION);
      assertThat(connection.error()).isEqualTo(ConnError.INJECTION);
      assertThat(connection.xprt()).isSameAs(plain);
    }

    @Test
    void bytesOfTheMuxAreAnInjection() {
      try (Arena arena = Arena.ofConfined()) {
        Buffer input = new Buffer(arena.allocate(16));
        input.write(new byte[] {1}, 0, 1);
        when(swappable.surrenderInput()).thenReturn(input);
        assertThat(connection.addTransport(factory("tls", new Layer(plain)), 0))
            .isEqualTo(TransportOutcome.INJECTION);
        verify(swappable).resume(stream, input);
      }
    }

    @Test
    void bytesOfTheTransportAreAnInjection() {
      when(plain.hasUnread()).thenReturn(true);
      assertThat(connection.addTransport(factory("tls", new Layer(plain)), 0))
          .isEqualTo(TransportOutcome.INJECTION);
    }

    @Test
    void muxThatIsBusyIsLeftAlone() {
      when(swappable.objection()).thenReturn(SwapOutcome.BUSY);
      assertThat(connection.addTransport(factory("tls", new Layer(plain)), 0))
          .isEqualTo(TransportOutcome.BUSY);
      verify(swappable, never()).surrenderStream();
    }

    @Test
    void muxThatRefusesToBeLeftStays() {
      when(swappable.objection()).thenReturn(SwapOutcome.REFUSED);
      assertThat(connection.addTransport(factory("tls", new Layer(plain)), 0))
          .isEqualTo(TransportOutcome.DONE);
      assertThat(connection.mux()).isSameAs(mux);
    }

    @Test
    void waitsForTheOneThatIsNotReady() {
      connection.set(ConnFlags.WAIT_L6);
      assertThat(connection.addTransport(factory("tls", new Layer(plain)), 0))
          .isEqualTo(TransportOutcome.NOT_READY);
    }

    @Test
    void factoryThatThrowsLeavesAllAsItWas() {
      XprtFactory broken = mock();
      when(broken.name()).thenReturn("tls");
      when(broken.create(connection))
          .thenAnswer(call -> {
            connection.set(ConnFlags.WAIT_L6);
            throw new IllegalStateException("planted");
          });
      assertThat(connection.addTransport(broken, 0)).isEqualTo(TransportOutcome.FAILED);
      assertThat(connection.any(ConnFlags.WAIT_XPRT)).isFalse();
      assertThat(connection.xprt()).isSameAs(plain);
      verify(swappable).resume(stream, null);
      assertThat(connection.loop().faults().counts()).hasSize(1);
    }

    @Test
    void closedConnectionGetsNone() {
      connection.close();
      assertThat(connection.addTransport(factory("tls", new Layer(plain)), 0))
          .isEqualTo(TransportOutcome.CLOSING);
    }
  }
}
