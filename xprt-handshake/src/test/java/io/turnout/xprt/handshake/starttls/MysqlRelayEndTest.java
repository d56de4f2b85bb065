package io.turnout.xprt.handshake.starttls;

import static io.turnout.xprt.handshake.starttls.MysqlRelayRefusalTest.assertFailed;
import static io.turnout.xprt.handshake.starttls.MysqlRelayRefusalTest.greeted;
import static io.turnout.xprt.handshake.starttls.MysqlRelayRefusalTest.says;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.error;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.login;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.packet;
import static io.turnout.xprt.handshake.starttls.MysqlTalk.request;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.starttls.MysqlRelayTest.Way;
import io.turnout.xprt.handshake.testing.Relayed;
import io.turnout.xprt.handshake.testing.Relayed.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How relayed connections end. */
class MysqlRelayEndTest {
  @ParameterizedTest
  @MethodSource("badLoginsInsideTls")
  void reportsEndWhereTlsHoldsTheRestOfMalformedLogin(String login) {
    Relayed relayed = greeted(Way.TURNS, Way.NONE);
    says(relayed, relayed.client(), request());
    relayed.client().agrees();
    requireNonNull(relayed.client().tls).opensAhead();

    says(relayed, relayed.client(), login);

    assertFailed(relayed.client(), ConnError.STARTTLS_BAD, "malformed login");
    assertThat(relayed.client().connection().isReadOver()).isTrue();
    relayed.close();
  }

  static String[] badLoginsInsideTls() {
    return new String[] {login(3, true), login(2, false)};
  }

  @Test
  void reportsEndWhereTlsHoldsTheRestOfHugePacket() {
    Relayed relayed = MysqlRelayTest.loggedIn(Way.TURNS, Way.NONE);
    requireNonNull(relayed.client().tls).opensAhead();

    says(relayed, relayed.client(), "\0\0\1\3" + "x".repeat(100));

    assertFailed(relayed.client(), ConnError.STARTTLS_BAD, "packet of 65536 bytes");
    assertThat(relayed.client().connection().isReadOver()).isTrue();
    relayed.close();
  }

  @Test
  void passesWhatTlsOpenedBeforeItFailed() {
    Relayed relayed = MysqlRelayTest.loggedIn(Way.TURNS, Way.NONE);
    Side client = relayed.client();
    requireNonNull(client.tls).opensAhead();
    relayed.server().heard();
    client.inPiecesOf(1).says(packet(3, "one") + packet(4, "two") + "\1");
    moveOne(relayed);

    client.connection().fail(ConnError.SSL_RECORD);
    relayed.settle();

    assertThat(relayed.server().heard()).isEqualTo(packet(2, "one") + packet(3, "two"));
    assertThat(client.connection().isReadOver()).isTrue();
    relayed.close();
  }

  /** The client's first byte passes, and no other. */
  private static void moveOne(Relayed relayed) {
    Buffer buffer = requireNonNull(relayed.client().stack.loop.buffers().take());
    assertThat(relayed.client().top().rcvBuf(buffer, 1)).isEqualTo(1);
    assertThat(relayed.server().top().sndBuf(buffer, 1, 0)).isEqualTo(1);
    relayed.client().stack.loop.buffers().give(buffer);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void blamesNobodyForClosingAfterOurOwnEnd(boolean client) {
    Relayed relayed = greeted(client ? Way.TURNS : Way.NONE, client ? Way.NONE : Way.TURNS);
    Side side = client ? relayed.client() : relayed.server();
    side.connection().shutWrite(true);

    side.stack.wire.end();
    relayed.settle();

    assertFailed(side, ConnError.NONE, "");
    assertThat(side.connection().isReadOver()).isTrue();
    relayed.close();
  }

  @Test
  void sendsBeginningOfPacketBeforeTheEnd() {
    for (int cut = 1; cut <= 4; cut++) {
      Relayed relayed = MysqlRelayTest.loggedIn(Way.TURNS, Way.NONE);
      relayed.client().heard();
      says(relayed, relayed.server(), error(2).substring(0, cut));
      relayed.client().top().shutWrite(true);
      assertThat(relayed.client().heard()).isEqualTo(error(2).substring(0, cut));
      relayed.close();
    }
  }

  @Test
  void sendsNothingInClearThatIsForTls() {
    Relayed relayed = greeted(Way.NONE, Way.TURNS);

    says(relayed, relayed.client(), login(1, false).substring(0, 35));
    relayed.server().top().shutWrite(true);

    assertThat(relayed.server().heard()).isEmpty();
    relayed.close();
  }
}
