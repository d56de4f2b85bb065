package io.turnout.xprt.handshake.starttls;

import static io.turnout.xprt.handshake.starttls.MysqlTalk.error;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.greeting;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.login;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.packet;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.xprt.handshake.testing.FakeWire;
import io.turnout.xprt.handshake.testing.Relayed;
import io.turnout.xprt.handshake.testing.Relayed.Side;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MysqlRelayTest {
  private static final int LONGEST_MESSAGE = 370;

  /** What a side does about TLS. */
  enum Way {
    /** Clear, or TLS from the first byte: nothing stands there. */
    NONE(null),
    TURNS(""),
    STAYS(" optional");

    private final @Nullable String options;

    Way(@Nullable String options) {
      this.options = options;
    }

    @Nullable HandshakeFactory offer() {
      return options == null ? null : Asking.offer("mysql" + options).get();
    }

    @Nullable HandshakeFactory ask() {
      return options == null ? null : Asking.ask("mysql" + options).get();
    }
  }

  /** How a message reaches the wire. */
  private interface Sayer {
    void say(Relayed relayed, Side side, String message);
  }

  private static final Sayer AT_ONCE =
      (relayed, side, message) -> {
        side.says(message);
        relayed.settle();
      };

  static Relayed relayed(Way client, Way server) {
    return relayed(FakeWire::peekable, client, server);
  }

  static Relayed relayed(Function<Connection, FakeWire> wire, Way client, Way server) {
    return Relayed.of(wire, client.offer(), server.ask());
  }

  /** As a moment without memory is no reason to end a session. */
  private static final Sayer WITHOUT_BUFFERS =
      (relayed, side, message) -> {
        List<Buffer> ofClient = relayed.client().stack.takeAllBuffers();
        List<Buffer> ofServer = relayed.server().stack.takeAllBuffers();
        AT_ONCE.say(relayed, side, message);
        ofClient.forEach(relayed.client().stack.loop.buffers()::give);
        ofServer.forEach(relayed.server().stack.loop.buffers()::give);
      };

  /** All that is said, until both sides have nothing between them any more. */
  private static void speak(Relayed relayed, Way client, Way server, Sayer sayer) {
    Side toClient = relayed.client();
    Side toServer = relayed.server();
    int c = client == Way.TURNS ? 1 : 0;
    int s = server == Way.TURNS ? 1 : 0;
    sayer.say(relayed, toServer, greeting(server != Way.STAYS));
    boolean offered = client != Way.NONE || server == Way.NONE;
    assertThat(toClient.heard()).isEqualTo(greeting(offered));
    if (c == 1) {
      sayer.say(relayed, toClient, request());
      toClient.agrees();
    }
    sayer.say(relayed, toClient, login(1 + c, c == 1));
    if (s == 1) {
      assertThat(toServer.heard()).isEqualTo(request());
      toServer.agrees();
      relayed.settle();
    }
    assertThat(toServer.heard()).isEqualTo(login(1 + s, s == 1));
    sayer.say(relayed, toServer, packet(2 + s, "\u00feed25519\0nonce"));
    assertThat(toClient.heard()).isEqualTo(packet(2 + c, "\u00feed25519\0nonce"));
    sayer.say(relayed, toClient, packet(3 + c, "proof"));
    assertThat(toServer.heard()).isEqualTo(packet(3 + s, "proof"));
    sayer.say(relayed, toServer, packet(4 + s, "\u0001more"));
    assertThat(toClient.heard()).isEqualTo(packet(4 + c, "\u0001more"));
    sayer.say(relayed, toClient, packet(5 + c, ""));
    assertThat(toServer.heard()).isEqualTo(packet(5 + s, ""));
    sayer.say(relayed, toServer, packet(6 + s, "\0\0\0\2\0\0\0"));
    assertThat(toClient.heard()).isEqualTo(packet(6 + c, "\0\0\0\2\0\0\0"));
    goesOn(relayed, sayer);
  }

  @Test
  void passesCommandThatDoesNotWaitToBeLetIn() {
    inEachCombination((c, s) -> {
      Relayed relayed = loggedIn(c, s);
      AT_ONCE.say(relayed, relayed.client(), packet(0, "\u0003select 1"));
      assertThat(relayed.server().heard()).endsWith(packet(0, "\u0003select 1"));
      AT_ONCE.say(relayed, relayed.client(), "\u0005\0");
      AT_ONCE.say(relayed, relayed.server(), packet(numberOf(s, 2), "\0"));
      assertThat(relayed.client().heard()).endsWith(packet(numberOf(c, 2), "\0"));
      AT_ONCE.say(relayed, relayed.client(), "\0\0\3data");
      assertThat(relayed.server().heard()).isEqualTo("\u0005\0\0\0\3data");
      goesOn(relayed, AT_ONCE);
    });
  }

  @Test
  void passesRefusalOfLogin() {
    inEachCombination((c, s) -> {
      Relayed relayed = loggedIn(c, s);
      AT_ONCE.say(relayed, relayed.server(), error(numberOf(s, 2)));
      assertThat(relayed.client().heard()).endsWith(error(numberOf(c, 2)));
      relayed.server().stack.wire.end();
      relayed.settle();
      assertThat(relayed.server().connection().isReadOver()).isTrue();
      assertThat(relayed.server().connection().error()).isEqualTo(ConnError.NONE);
      relayed.close();
    });
  }

  /** A client that has sent its login, and a server that has it. */
  static Relayed loggedIn(Way client, Way server) {
    Relayed relayed = relayed(client, server);
    AT_ONCE.say(relayed, relayed.server(), greeting(server != Way.STAYS));
    if (client == Way.TURNS) {
      AT_ONCE.say(relayed, relayed.client(), request());
      relayed.client().agrees();
    }
    AT_ONCE.say(relayed, relayed.client(), login(numberOf(client, 1), client == Way.TURNS));
    if (server == Way.TURNS) {
      relayed.server().agrees();
    }
    relayed.settle();
    return relayed;
  }

  /** How a side counts what the other would if nobody had TLS. */
  private static int numberOf(Way side, int number) {
    return side == Way.TURNS ? number + 1 : number;
  }

  private static void goesOn(Relayed relayed, Sayer sayer) {
    sayer.say(relayed, relayed.client(), packet(0, "\u0003select 1"));
    assertThat(relayed.server().heard()).isEqualTo(packet(0, "\u0003select 1"));
    sayer.say(relayed, relayed.server(), packet(1, "\0rows"));
    assertThat(relayed.client().heard()).isEqualTo(packet(1, "\0rows"));
    assertThat(relayed.client().top().name()).isNotEqualTo("RELAY");
    assertThat(relayed.server().top().name()).isNotEqualTo("RELAY");
    assertThat(relayed.client().connection().error()).isEqualTo(ConnError.NONE);
    assertThat(relayed.server().connection().error()).isEqualTo(ConnError.NONE);
    relayed.close();
  }

  private interface Trial {
    void run(Way client, Way server);
  }

  private static void inEachCombination(Trial trial) {
    for (Way client : Way.values()) {
      for (Way server : Way.values()) {
        if (client != Way.NONE || server != Way.NONE) {
          trial.run(client, server);
        }
      }
    }
  }

  @Test
  void bridgesEachCombination() {
    inEachCombination((c, s) -> speak(relayed(c, s), c, s, AT_ONCE));
  }

  @Test
  void bridgesWhereTheLoopsHaveNoBufferLeft() {
    inEachCombination((c, s) -> speak(relayed(c, s), c, s, WITHOUT_BUFFERS));
  }

  @Test
  void bridgesMessagesThatAreCutAtEachByte() {
    for (int i = 1; i < LONGEST_MESSAGE; i++) {
      int at = i;
      Sayer cutting =
          (relayed, side, message) -> {
            AT_ONCE.say(relayed, side, message.substring(0, Math.min(at, message.length())));
            AT_ONCE.say(relayed, side, message.substring(Math.min(at, message.length())));
          };
      inEachCombination((c, s) -> speak(relayed(c, s), c, s, cutting));
    }
  }

  @Test
  void bridgesByteByByte() {
    for (Function<Connection, FakeWire> wire :
        List.<Function<Connection, FakeWire>>of(FakeWire::new, FakeWire::peekable)) {
      inEachCombination((c, s) -> {
        Relayed relayed = relayed(wire, c, s);
        for (Side side : List.of(relayed.client(), relayed.server())) {
          side.inPiecesOf(1).stack.wire.readAtMost(1);
        }
        speak(relayed, c, s, AT_ONCE);
      });
    }
  }

  @Test
  void bridgesThroughFaults() {
    for (int seed = 0; seed < 40; seed++) {
      Random chance = new Random(seed);
      Sayer faulty =
          (relayed, side, message) -> {
            relayed.client().inPiecesOf(1 + chance.nextInt(40)).faults(chance);
            relayed.server().inPiecesOf(1 + chance.nextInt(40)).faults(chance);
            AT_ONCE.say(relayed, side, message);
            relayed.client().faults(null);
            relayed.server().faults(null);
            relayed.settle();
          };
      inEachCombination((c, s) -> speak(relayed(c, s), c, s, faulty));
    }
  }
}
