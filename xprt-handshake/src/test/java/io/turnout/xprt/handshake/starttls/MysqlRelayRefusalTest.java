package io.turnout.xprt.handshake.starttls;

import static io.turnout.xprt.handshake.starttls.MysqlRelayTest.relayed;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.error;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.greeting;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.login;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.packet;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.TlsRelayFactory;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.xprt.handshake.starttls.MysqlRelayTest.Way;
import io.turnout.xprt.handshake.testing.FakeWire;
import io.turnout.xprt.handshake.testing.Relayed;
import io.turnout.xprt.handshake.testing.Relayed.Side;
import io.turnout.xprt.handshake.testing.Stack;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients and servers may not do on their way to TLS. */
class MysqlRelayRefusalTest {
  private static final String REFUSAL = packet(2, "\u00ff\u0057\u000c#HY000TLS is required here");

  static Relayed says(Relayed relayed, Side side, String message) {
    side.says(message);
    return relayed.settle();
  }

  static Relayed greeted(Way client, Way server) {
    Relayed relayed = relayed(client, server);
    return says(relayed, relayed.server(), greeting(server != Way.STAYS));
  }

  static void assertFailed(Side side, ConnError error, String detail) {
    assertThat(side.connection().error()).isEqualTo(error);
    assertThat(side.connection().errorDetail()).isEqualTo(detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u0015\u0003\u0001", "\u0001\0\0\u0001\u000e"})
  void refusesClearTextBehindClientsRequest(String more) {
    Relayed relayed = greeted(Way.TURNS, Way.NONE);

    says(relayed, relayed.client(), request() + more);

    assertFailed(relayed.client(), ConnError.INJECTION, "bytes in front of TLS");
    assertThat(relayed.server().heard()).isEmpty();
    relayed.close();
  }

  @Test
  void takesBeginningOfTlsBehindClientsRequest() {
    Relayed relayed = greeted(Way.TURNS, Way.NONE);

    says(relayed, relayed.client(), request() + "\u0016\u0003\u0001");

    assertThat(relayed.client().turned()).isTrue();
    assertThat(relayed.client().stack.wire.left()).containsExactly(0x16, 3, 1);
    relayed.close();
  }

  @Test
  void refusesBytesBehindServersGreeting() {
    Relayed relayed = relayed(Way.NONE, Way.TURNS);

    says(relayed, relayed.server(), greeting(true) + packet(1, "\0"));

    assertFailed(relayed.server(), ConnError.INJECTION, "bytes behind the greeting");
    assertThat(relayed.client().heard()).isEqualTo(greeting(false));
    relayed.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void refusesFewBytesBehindServersGreeting(int count) {
    String more = packet(1, "\0").substring(0, count);
    for (Function<Connection, FakeWire> wire :
        List.<Function<Connection, FakeWire>>of(FakeWire::new, FakeWire::peekable)) {
      for (int piece = 1; piece <= count; piece++) {
        Relayed relayed = relayed(wire, Way.NONE, Way.TURNS);
        relayed.server().inPiecesOf(piece).stack.wire.readAtMost(piece);
        says(relayed, relayed.server(), greeting(true) + more);
        says(relayed, relayed.client(), login(1, false));
        assertFailed(relayed.server(), ConnError.INJECTION, "bytes behind the greeting");
        assertThat(relayed.server().turned()).isFalse();
        relayed.close();
      }
    }
  }

  @Test
  void refusesServersBytesInFrontOfTls() {
    Relayed relayed = greeted(Way.NONE, Way.TURNS);
    relayed.server().stack.wire.room(10);
    says(relayed, relayed.client(), login(1, false));
    // The stream does not receive any more, so they are found only when TLS is to begin.
    relayed.server().inPiecesOf(0).says("x");
    relayed.server().stack.wire.room(1000);

    relayed.settle();

    assertThat(relayed.server().connection().error()).isEqualTo(ConnError.INJECTION);
    relayed.close();
  }

  @Test
  void tellsClientThatWantsNoTlsInItsProtocol() {
    Relayed relayed = greeted(Way.TURNS, Way.TURNS);
    relayed.client().heard();

    says(relayed, relayed.client(), login(1, false));

    assertFailed(relayed.client(), ConnError.STARTTLS_REFUSED, "login before TLS");
    assertThat(relayed.client().heard()).isEqualTo(REFUSAL);
    assertThat(relayed.client().stack.wire.left()).isEmpty();
    assertThat(relayed.server().heard()).isEmpty();
    relayed.close();
  }

  @Test
  void tellsClientOfAnOlderProtocolToo() {
    Relayed relayed = greeted(Way.TURNS, Way.NONE);
    relayed.client().heard();

    says(relayed, relayed.client(), packet(1, "\5\0\0\0\1user\0"));

    assertFailed(relayed.client(), ConnError.STARTTLS_REFUSED, "login before TLS");
    assertThat(relayed.client().heard()).isEqualTo(REFUSAL);
    relayed.close();
  }

  @Test
  void refusesServerThatOffersNoTls() {
    Relayed relayed = relayed(Way.NONE, Way.TURNS);

    says(relayed, relayed.server(), greeting(false));

    assertFailed(relayed.server(), ConnError.STARTTLS_REFUSED, "no TLS offered");
    assertThat(relayed.client().heard()).isEmpty();
    relayed.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE TURNS", "TURNS NONE", "TURNS TURNS", "STAYS STAYS"})
  void passesErrorInPlaceOfGreeting(String ways) {
    String[] way = ways.split(" ", -1);
    Relayed relayed = relayed(Way.valueOf(way[0]), Way.valueOf(way[1]));
    String full = packet(0, "\u00ff\u0010\u0004Too many connections");

    says(relayed, relayed.server(), full);

    assertThat(relayed.client().heard()).isEqualTo(full);
    relayed.server().stack.wire.end();
    relayed.settle();
    assertThat(relayed.server().connection().error()).isEqualTo(ConnError.NONE);
    assertThat(relayed.client().connection().error()).isEqualTo(ConnError.NONE);
    relayed.close();
  }

  @Test
  void takesNothingFromClientThatWasTurnedAway() {
    Relayed relayed = relayed(Way.TURNS, Way.NONE);
    says(relayed, relayed.server(), packet(0, "\u00ff\u0010\u0004Too many connections"));

    says(relayed, relayed.client(), packet(0, "\1"));

    assertFailed(
        relayed.client(), ConnError.STARTTLS_BAD, "the client spoke after it was turned away");
    assertThat(relayed.server().heard()).isEmpty();
    relayed.close();
  }

  @Test
  void waitsForServersGreeting() {
    for (String early : new String[] {"x", login(1, false), request()}) {
      Relayed relayed = relayed(Way.TURNS, Way.NONE);
      says(relayed, relayed.client(), early);
      assertFailed(relayed.client(), ConnError.STARTTLS_BAD, "the client spoke before the server");
      relayed.close();
    }
  }

  @Test
  void refusesTlsFromTheFirstByte() {
    Relayed early = relayed(Way.TURNS, Way.NONE);
    says(early, early.client(), "\u0016");
    assertFailed(early.client(), ConnError.STARTTLS_BAD, "TLS where clear text comes first");
    early.close();

    Relayed late = greeted(Way.TURNS, Way.NONE);
    says(late, late.client(), "\u0016\u0003\u0001\u0001");
    assertFailed(late.client(), ConnError.STARTTLS_BAD, "TLS where clear text comes first");
    late.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\1\0\0\0\u000b", // another protocol
        "\0\0\0\0",
        "\2\0\0\1\nx",
        "\3\0\0\0\nx\0",
        "\1\4\0\0",
        "\u00ff\u00ff\u00ff\0"
      })
  void refusesMalformedGreeting(String greeting) {
    Relayed asked = relayed(Way.NONE, Way.TURNS);
    says(asked, asked.server(), greeting);
    assertFailed(asked.server(), ConnError.STARTTLS_BAD, "malformed greeting");
    assertThat(asked.client().heard()).isEmpty();
    asked.close();

    Relayed offered = relayed(Way.TURNS, Way.NONE);
    says(offered, offered.server(), greeting);
    assertFailed(offered.client(), ConnError.STARTTLS_BAD, "malformed greeting");
    assertThat(offered.client().heard()).isEmpty();
    offered.close();
  }

  static String[] badLogins() {
    return new String[] {
      login(2, false),
      login(1, true),
      request(),
      packet(1, "\0\2"),
      packet(1, ""),
      login(1, false).replaceFirst("\u0082", "\u0080")
    };
  }

  @ParameterizedTest
  @MethodSource("badLogins")
  void refusesMalformedLoginOfClientInClear(String login) {
    Relayed relayed = greeted(Way.NONE, Way.TURNS);

    says(relayed, relayed.client(), login);

    assertFailed(relayed.server(), ConnError.STARTTLS_BAD, "malformed login");
    assertThat(relayed.server().heard()).isEmpty();
    relayed.close();
  }

  @Test
  void refusesMalformedLoginInsideTls() {
    for (String login : new String[] {login(1, true), login(2, false), packet(2, "x")}) {
      Relayed relayed = greeted(Way.TURNS, Way.NONE);
      says(relayed, relayed.client(), request());
      relayed.client().agrees();
      says(relayed, relayed.client(), login);
      assertFailed(relayed.client(), ConnError.STARTTLS_BAD, "malformed login");
      assertThat(relayed.server().heard()).isEmpty();
      relayed.close();
    }
  }

  @Test
  void refusesClientsAnswerOfAnotherNumberOrSize() {
    Relayed late = greeted(Way.STAYS, Way.NONE);
    says(late, late.client(), login(3, false));
    assertFailed(late.client(), ConnError.STARTTLS_BAD, "packet 3 in answer to the greeting");
    late.close();

    Relayed half = greeted(Way.STAYS, Way.NONE);
    says(half, half.client(), login(1, true));
    assertThat(half.client().connection().error()).isEqualTo(ConnError.STARTTLS_BAD);
    half.close();

    Relayed large = greeted(Way.TURNS, Way.NONE);
    says(large, large.client(), "\0\0\1\1");
    assertFailed(large.client(), ConnError.STARTTLS_BAD, "packet of 65536 bytes");
    large.close();
  }

  @Test
  void refusesHugePacketsUntilClientIsLetIn() {
    Relayed proof = MysqlRelayTest.loggedIn(Way.TURNS, Way.NONE);
    says(proof, proof.client(), "\0\0\1\3");
    assertFailed(proof.client(), ConnError.STARTTLS_BAD, "packet of 65536 bytes");
    proof.close();

    Relayed answer = MysqlRelayTest.loggedIn(Way.NONE, Way.TURNS);
    says(answer, answer.server(), "\0\0\1\3");
    assertFailed(answer.server(), ConnError.STARTTLS_BAD, "packet of 65536 bytes");
    answer.close();
  }

  @Test
  void refusesServerThatSpeaksOutOfTurn() {
    Relayed relayed = greeted(Way.TURNS, Way.NONE);

    says(relayed, relayed.server(), error(1));

    assertFailed(relayed.client(), ConnError.STARTTLS_BAD, "the server spoke out of turn");
    assertThat(relayed.client().heard()).isEqualTo(greeting(true));
    relayed.close();
  }

  /** It may, for one, have waited for too long. */
  @Test
  void passesErrorOfServerWhileTheClientsLoginIsAwaited() {
    String login = login(2, true);
    for (int cut = 0; cut < 36; cut++) {
      Relayed relayed = greeted(Way.TURNS, Way.NONE);
      says(relayed, relayed.client(), request());
      relayed.client().agrees();
      relayed.client().heard();
      says(relayed, relayed.client(), login.substring(0, cut));

      says(relayed, relayed.server(), error(1));
      relayed.server().stack.wire.end();
      relayed.settle();

      assertThat(relayed.client().heard()).isEqualTo(error(2));
      assertThat(relayed.client().connection().error()).isEqualTo(ConnError.NONE);
      relayed.close();
    }
  }

  @Test
  void refusesServerThatSaysAnythingElseWhileTheLoginIsAwaited() {
    Relayed relayed = greeted(Way.TURNS, Way.NONE);
    says(relayed, relayed.client(), request());
    relayed.client().agrees();
    relayed.client().heard();

    says(relayed, relayed.server(), packet(1, "\0ok"));

    assertFailed(relayed.client(), ConnError.STARTTLS_BAD, "the server spoke out of turn");
    assertThat(relayed.client().heard()).isEmpty();
    relayed.close();
  }

  @Test
  void failsWhenPeerClosesBeforeTls() {
    for (int cut = 0; cut < request().length(); cut++) {
      Relayed relayed = greeted(Way.TURNS, Way.NONE);
      says(relayed, relayed.client(), request().substring(0, cut));
      relayed.client().stack.wire.end();
      relayed.settle();
      assertFailed(relayed.client(), ConnError.STARTTLS_ABORT, "");
      relayed.close();
    }
    for (int cut = 0; cut <= greeting(true).length(); cut++) {
      Relayed relayed = relayed(Way.NONE, Way.TURNS);
      says(relayed, relayed.server(), greeting(true).substring(0, cut));
      relayed.server().stack.wire.end();
      relayed.settle();
      assertFailed(relayed.server(), ConnError.STARTTLS_ABORT, "");
      relayed.close();
    }
  }

  @Test
  void blamesTheDialogueForTimeUntilTlsBegins() {
    Relayed relayed = relayed(Way.TURNS, Way.TURNS);
    assertThat(relayed.client().connection().timeoutError()).isEqualTo(ConnError.STARTTLS_TIMEOUT);
    assertThat(relayed.server().connection().timeoutError()).isEqualTo(ConnError.STARTTLS_TIMEOUT);
    relayed.close();

    Relayed in = MysqlRelayTest.loggedIn(Way.TURNS, Way.TURNS);
    assertThat(in.client().connection().timeoutError()).isEqualTo(ConnError.ETIMEDOUT);
    assertThat(in.server().connection().timeoutError()).isEqualTo(ConnError.ETIMEDOUT);
    in.close();
  }

  @Test
  void reportsEndOnlyBehindTheLastByte() {
    Relayed relayed = MysqlRelayTest.loggedIn(Way.NONE, Way.TURNS);
    Connection server = relayed.server().connection();
    relayed.client().heard();
    relayed.server().inPiecesOf(1).says(error(3));
    relayed.server().stack.wire.end();
    StringBuilder received = new StringBuilder();
    Stack stack = relayed.server().stack;
    while (!server.isReadOver()) {
      stack.settle();
      Buffer buffer = requireNonNull(stack.loop.buffers().take());
      relayed.server().top().rcvBuf(buffer, 1);
      if (!buffer.isEmpty()) {
        received.append((char) (buffer.byteAt(0) & 0xff));
      }
      buffer.clear();
      stack.loop.buffers().give(buffer);
    }
    assertThat(received.toString()).isEqualTo(error(2));
    relayed.close();
  }

  @Test
  void movesWhoWaitsToTls() {
    Relayed relayed = greeted(Way.TURNS, Way.NONE);
    Side client = relayed.client();
    AtomicInteger woken = new AtomicInteger();
    WaitEvent waiter = waiter(client, woken);
    client.top().subscribe(WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND, waiter);
    relayed.client().stack.wire.room(0);
    client.top().subscribe(WaitEvent.RETRY_SEND, waiter);

    says(relayed, client, request());
    int before = woken.get();
    assertThat(waiter.events()).isEqualTo(WaitEvent.RETRY_SEND);
    client.agrees();
    relayed.settle();

    assertThat(woken.get()).isGreaterThan(before);
    waiter.tasklet().free();
    relayed.close();
  }

  private static WaitEvent waiter(Side side, AtomicInteger woken) {
    TaskletHandler counting =
        new TaskletHandler() {
          @Override
          public boolean run(int why) {
            woken.incrementAndGet();
            return true;
          }

          @Override
          public void failed(Throwable thrown) {
            throw new AssertionError(thrown);
          }
        };
    return new WaitEvent(new Tasklet(side.stack.loop, HandlerKind.of("test.stream"), counting));
  }

  @Test
  void hearsServersLastWordsWhenSendingHasFailed() {
    Relayed relayed = MysqlRelayTest.loggedIn(Way.NONE, Way.TURNS);
    relayed.client().heard();
    relayed.server().connection().failWrite(ConnError.EPIPE);

    relayed.server().says(error(3));
    relayed.server().stack.wire.end();
    relayed.settle();

    assertThat(relayed.client().heard()).isEqualTo(error(2));
    assertThat(relayed.server().connection().isReadOver()).isTrue();
    relayed.close();
  }

  @Test
  void dropsWhatComesWhenNobodyWantsItAnyMore() {
    Relayed relayed = greeted(Way.TURNS, Way.NONE);
    Side client = relayed.client();
    client.says(request() + "x");
    client.top().shutRead(true);

    client.connection().drain();
    client.stack.wire.end();
    client.connection().drain();

    assertThat(client.stack.wire.left()).isEmpty();
    assertThat(client.turned()).isFalse();
    assertThat(client.connection().error()).isEqualTo(ConnError.NONE);
    relayed.close();
  }

  @Test
  void failsConnectionWhoseTlsCannotBeMade() {
    XprtFactory broken =
        new XprtFactory() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public XprtOps create(Connection connection) {
            throw new IllegalStateException("broken");
          }
        };
    TlsRelayFactory dialogue = (TlsRelayFactory) Asking.ask("mysql").get();
    Stack stack = Stack.of(dialogue);
    stack.connection.installXprt(dialogue.relay(broken));
    stack.settle().arrive(greeting(true).getBytes(ISO_8859_1));
    assertThat(stack.received()).isNotEmpty();
    Buffer buffer = requireNonNull(stack.loop.buffers().take());
    byte[] login = login(1, false).getBytes(ISO_8859_1);
    buffer.write(login, 0, login.length);

    requireNonNull(stack.connection.xprt()).sndBuf(buffer, buffer.length(), 0);

    assertThat(stack.connection.error()).isEqualTo(ConnError.PLUGIN);
    buffer.clear();
    stack.loop.buffers().give(buffer);
    stack.close();
  }
}
