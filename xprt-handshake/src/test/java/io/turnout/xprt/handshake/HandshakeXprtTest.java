package io.turnout.xprt.handshake;

import static io.turnout.xprt.handshake.testing.Scripted.bytes;
import static io.turnout.xprt.handshake.testing.Scripted.hears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.HandshakeOps;
import io.turnout.core.conn.StackedXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.Traces;
import io.turnout.xprt.handshake.testing.FakeTls;
import io.turnout.xprt.handshake.testing.FakeWire;
import io.turnout.xprt.handshake.testing.Stack;
import io.turnout.xprt.handshake.wire.Turn;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rules XPRT-01, XPRT-02, XPRT-05. */
class HandshakeXprtTest {
  private static final HandlerKind KIND = HandlerKind.of("test.owner");

  @Test
  void speaksDialoguesInTheirOrderAndLeaves() {
    Stack stack =
        Stack.of(hears(2, Turn.done(bytes("one"))), hears(3, Turn.done(bytes("two")))).settle();

    assertThat(stack.connection.any(ConnFlags.HANDSHAKE)).isTrue();
    stack.arrive(bytes("ab"));
    assertThat(stack.wire.sent()).isEqualTo(bytes("one"));
    assertThat(stack.connection.any(ConnFlags.HANDSHAKE)).isTrue();
    stack.arrive(bytes("abcd"));

    assertThat(stack.wire.sent()).isEqualTo(bytes("two"));
    assertThat(stack.isReady()).isTrue();
    assertThat(stack.connection.xprt()).isSameAs(stack.wire);
    assertThat(stack.wire.hasWaiter()).isFalse();
    assertThat(stack.received()).isEqualTo(bytes("d"));
    stack.close();
  }

  @Test
  void letsOthersRunWhileAPeerGoesOnForEver() {
    int messages = 1000;
    Stack stack = Stack.of(hears(1, Turn.say(bytes("n")))).settle();
    Owner other = new Owner(stack);

    stack.wire.arrive(new byte[messages]);
    other.wake();
    stack.settle();

    assertThat(other.unheardAtFirst).isBetween(messages / 2, messages - 1);
    assertThat(stack.wire.sent()).hasSize(messages);
    stack.close();
  }

  @Test
  void letsNothingPassWhileItSpeaks() {
    Stack stack = Stack.of(hears(9, Turn.done())).settle();
    stack.wire.arrive(bytes("data"));

    assertThat(stack.received()).isEmpty();
    assertThat(send(stack, "data")).isZero();
  }

  @Test
  void wakesWhoWaitsAboveWhenItIsDone() {
    Stack stack = Stack.of(hears(2, Turn.done())).settle();
    Owner owner = new Owner(stack);
    owner.wait(stack.connection.xprt());
    stack.settle();
    assertThat(owner.runs).isZero();

    stack.arrive(bytes("ab"));

    assertThat(owner.runs).isEqualTo(1);
    assertThat(owner.waiting.events()).isZero();
  }

  @Test
  void wakesWhoWaitsAboveWhenItFails() {
    Stack stack =
        Stack.of(hears(2, Turn.fail(bytes("bye"), ConnError.STARTTLS_BAD, "why"))).settle();
    Owner owner = new Owner(stack);
    owner.wait(stack.connection.xprt());

    stack.arrive(bytes("ab"));

    assertThat(stack.wire.sent()).isEqualTo(bytes("bye"));
    assertThat(owner.runs).isEqualTo(1);
    assertThat(stack.connection.error()).isEqualTo(ConnError.STARTTLS_BAD);
    assertThat(stack.connection.errorDetail()).isEqualTo("why");
    assertThat(stack.connection.any(ConnFlags.HANDSHAKE)).isTrue();
    assertThat(stack.readyCalls()).isEqualTo(1);
    stack.close();
    assertThat(stack.wire.isClosed()).isTrue();
  }

  @Test
  void failsWhenWhatIsBelowFails() {
    Stack stack = Stack.of(hears(2, Turn.done())).settle();
    stack.connection.fail(ConnError.ERESET);
    stack.wire.end();
    stack.settle();

    assertThat(stack.connection.error()).isEqualTo(ConnError.ERESET);
    assertThat(stack.readyCalls()).isEqualTo(1);
    stack.close();
  }

  @Test
  void closesInTheMiddleOfADialogue() {
    Stack stack = Stack.of(hears(2, Turn.done())).settle();
    Owner owner = new Owner(stack);
    owner.wait(stack.connection.xprt());
    stack.arrive(bytes("a"));

    stack.close();

    assertThat(owner.runs).isEqualTo(1);
    assertThat(stack.wire.isClosed()).isTrue();
    assertThat(stack.wire.hasWaiter()).isFalse();
  }

  @Test
  void hasWhatADialogueGaveBackReceivedFirst() {
    Stack stack = Stack.of(hears(4, Turn.clear(bytes("back")))).settle();
    stack.arrive(bytes("back and on"));

    assertThat(stack.isReady()).isTrue();
    assertThat(stack.connection.xprt().hasUnread()).isTrue();
    assertThat(stack.received()).isEqualTo(bytes("back"));
    assertThat(stack.connection.xprt().hasUnread()).isFalse();
    stack.settle();

    assertThat(stack.connection.xprt()).isSameAs(stack.wire);
    assertThat(stack.received()).isEqualTo(bytes(" and on"));
    stack.close();
  }

  @Test
  void wakesAtOnceWhoWaitsForWhatWasGivenBack() {
    Stack stack = Stack.of(hears(4, Turn.clear(bytes("back")))).settle();
    stack.arrive(bytes("back"));
    Owner owner = new Owner(stack);

    owner.wait(stack.connection.xprt());
    stack.settle();

    assertThat(owner.runs).isEqualTo(1);
    assertThat(stack.received()).isEqualTo(bytes("back"));
    owner.wait(stack.connection.xprt());
    stack.settle();
    stack.arrive(bytes("x"));
    assertThat(owner.runs).as("its subscription outlives the layer").isEqualTo(2);
  }

  @Test
  void reportsNoEndBeforeWhatWasGivenBack() {
    Stack stack = Stack.of(hears(4, Turn.clear(bytes("back")))).settle();
    stack.wire.arrive(bytes("back"));
    stack.wire.end();
    stack.settle();

    assertThat(stack.connection.isReadOver()).isFalse();
    assertThat(stack.received()).isEqualTo(bytes("back"));
    stack.settle();
    assertThat(stack.received()).isEmpty();
    assertThat(stack.connection.isReadOver()).isTrue();
  }

  /** As a mux does whose stream has left: rule MUX-06. */
  @Test
  void letsWhoWantsNothingOfItRest() {
    Stack stack = Stack.of(hears(4, Turn.clear(bytes("back")))).settle();
    stack.arrive(bytes("back"));
    Owner orphan = new Owner(stack);
    orphan.drainsAndWaits();
    stack.settle();

    assertThat(orphan.runs).isPositive();
    assertThat(stack.connection.xprt()).isSameAs(stack.wire);
    stack.close();
  }

  @Test
  void letsNothingPassAfterADialogueThatFailed() {
    Stack stack =
        Stack.of(hears(2, Turn.fail(ConnError.SOCKS_DENIED, "as the test wants it"))).settle();
    stack.arrive(bytes("no and on"));

    assertThat(stack.connection.error()).isEqualTo(ConnError.SOCKS_DENIED);
    assertThat(stack.received()).isEmpty();
    assertThat(stack.connection.isReadOver()).isTrue();
    stack.close();
  }

  @Test
  void dropsWhatWasGivenBackAtClose() {
    Stack stack = Stack.of(hears(4, Turn.clear(bytes("back")))).settle();
    stack.arrive(bytes("back"));

    stack.close();

    assertThat(stack.wire.isClosed()).isTrue();
  }

  @Test
  void hasTheNextDialogueHearWhatWasGivenBack() {
    Stack stack =
        Stack.of(hears(4, Turn.clear(bytes("back"))), hears(6, Turn.done(bytes("heard")))).settle();
    stack.arrive(bytes("backxyz"));

    assertThat(stack.wire.sent()).isEqualTo(bytes("heard"));
    assertThat(stack.received()).isEqualTo(bytes("z"));
  }

  @Test
  void leavesFromUnderTls() {
    Stack stack = Stack.of(hears(2, Turn.secure(bytes("go"))));
    FakeTls tls = new FakeTls(stack.connection);
    stack.connection.installXprt(FakeTls.factory(tls));
    stack.settle();

    stack.arrive(bytes("ab"));

    assertThat(tls.runs()).isEqualTo(1);
    assertThat(tls.below()).isSameAs(stack.wire);
    assertThat(stack.connection.xprt()).isSameAs(tls);
    assertThat(stack.readyCalls()).isZero();
    tls.agree();
    assertThat(stack.isReady()).isTrue();
    stack.close();
  }

  @Test
  void takesTlsWithItWhenThePeerWantsNone() {
    Stack stack = Stack.of(hears(4, Turn.clear(bytes("back"))));
    FakeTls tls = new FakeTls(stack.connection);
    stack.connection.installXprt(FakeTls.factory(tls));
    Owner owner = new Owner(stack);
    owner.wait(tls);
    stack.settle();

    stack.arrive(bytes("back"));

    assertThat(tls.isClosed()).isTrue();
    assertThat(stack.wire.isClosed()).isFalse();
    assertThat(owner.runs).isEqualTo(1);
    assertThat(stack.isReady()).isTrue();
    assertThat(stack.connection.secureXprt()).isNull();
    assertThat(stack.received()).isEqualTo(bytes("back"));
    stack.close();
  }

  @Test
  void speaksInsideTls() {
    Stack stack = Stack.of(hears(2, Turn.done()));
    FakeTls tls = new FakeTls(stack.connection);
    stack.connection.installXprt(FakeTls.factory(tls));
    stack.connection.installXprt(
        new DialoguesProvider()
            .newFactory(List.of(hears(3, Turn.done(bytes("inside")))), new Traces()));
    stack.settle();

    stack.arrive(bytes("ab"));
    assertThat(stack.connection.any(ConnFlags.HANDSHAKE)).isTrue();
    stack.wire.arrive(bytes("cde"));
    tls.agree();
    stack.settle();
    assertThat(stack.wire.sent()).isEqualTo(bytes("inside"));
    assertThat(stack.isReady()).isTrue();
    assertThat(stack.connection.xprt()).isSameAs(tls);
    stack.close();
  }

  @Test
  void refusesBytesBehindTheRequestToStartTls() {
    Stack stack = Stack.of(hears(2, Turn.secure(bytes("go")))).settle();

    stack.arrive(bytes("abEVIL"));

    assertThat(stack.connection.error()).isEqualTo(ConnError.INJECTION);
    assertThat(stack.wire.sent()).isEmpty();
  }

  @Test
  void refusesThemAlsoWhereNothingCanBeLookedAt() {
    Stack stack = Stack.of(FakeWire::new, hears(2, Turn.secure(bytes("go")))).settle();

    stack.arrive(bytes("abEVIL"));

    assertThat(stack.connection.error()).isEqualTo(ConnError.INJECTION);
  }

  @Test
  void endsReadingWhenSendingFails() {
    Stack stack = Stack.of(hears(2, Turn.done())).settle();

    stack.connection.failWrite(ConnError.ERESET);
    stack.arrive(bytes("12"));

    assertThat(stack.received()).isEmpty();
    assertThat(stack.connection.isReadOver()).isTrue();
    stack.close();
  }

  @Test
  void failsWhenADialogueThrows() {
    Stack stack = Stack.of(throwing()).settle();

    assertThat(stack.connection.error()).isEqualTo(ConnError.PLUGIN);
    assertThat(stack.readyCalls()).isEqualTo(1);
    stack.close();
  }

  /** Nobody would wake it when there are buffers again. */
  @Test
  void speaksOnWhereTheLoopHasNoBufferLeft() {
    Stack stack = Stack.of(hears(2, Turn.done(bytes("x"))), hears(1, Turn.returning(bytes("yz"))));
    stack.settle();
    List<Buffer> lent = stack.takeAllBuffers();

    stack.arrive(bytes("abc"));

    assertThat(stack.wire.sent()).isEqualTo(bytes("x"));
    lent.forEach(stack.loop.buffers()::give);
    assertThat(stack.received()).isEqualTo(bytes("yz"));
    stack.close();
  }

  @Test
  void tellsWhatItsTakingTooLongMeans() {
    Stack stack = Stack.of(hears(2, Turn.done()));
    FakeTls tls = new FakeTls(stack.connection);
    stack.connection.installXprt(FakeTls.factory(tls));
    stack.settle();

    assertThat(stack.connection.timeoutError()).isEqualTo(ConnError.STARTTLS_TIMEOUT);
    stack.arrive(bytes("ab"));
    assertThat(stack.connection.timeoutError()).isEqualTo(ConnError.ETIMEDOUT);
  }

  @Test
  void refusesToBeWithoutDialogues() {
    assertThatThrownBy(() -> new DialoguesProvider().newFactory(List.of(), new Traces()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void describesTheDialogueAndWhatItStandsOn() {
    Stack stack = Stack.of(hears(2, Turn.done())).settle();
    StringBuilder text = new StringBuilder();
    Objects.requireNonNull(stack.connection.xprt()).describe(text);

    assertThat(text).hasToString("HANDSHAKE 1/1 scripted waits over WIRE");
    assertThat(((StackedXprt) stack.connection.xprt()).below()).isSameAs(stack.wire);
  }

  private static int send(Stack stack, String text) {
    var buffer = Objects.requireNonNull(stack.loop.buffers().take());
    buffer.write(bytes(text), 0, text.length());
    int sent = Objects.requireNonNull(stack.connection.xprt()).sndBuf(buffer, text.length(), 0);
    stack.loop.buffers().give(buffer);
    return sent;
  }

  private static HandshakeFactory throwing() {
    return new HandshakeFactory() {
      @Override
      public String name() {
        return "throwing";
      }

      @Override
      public HandshakeOps create(Connection connection) {
        throw new IllegalStateException("as the test wants it");
      }
    };
  }

  /** Waits for the top of a stack. */
  private static final class Owner implements TaskletHandler {
    private final WaitEvent waiting;
    private final Stack stack;
    private int runs;
    private boolean drains;

    /** How much the peer had said that nobody had heard, when this ran first. */
    private int unheardAtFirst;

    Owner(Stack stack) {
      this.stack = stack;
      waiting = new WaitEvent(new Tasklet(stack.loop, KIND, this));
    }

    void wait(XprtOps xprt) {
      xprt.subscribe(WaitEvent.RETRY_RECV, waiting);
    }

    void drainsAndWaits() {
      drains = true;
      wake();
    }

    void wake() {
      waiting.tasklet().wake(Tasklet.WOKEN_MSG);
    }

    @Override
    public boolean run(int why) {
      if (runs++ == 0) {
        unheardAtFirst = stack.wire.left().length;
      }
      if (drains) {
        stack.connection.drain();
        wait(Objects.requireNonNull(stack.connection.xprt()));
      }
      return true;
    }

    @Override
    public void failed(Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }
}
