package io.turnout.xprt.ssl;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.ConnError;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.tck.sim.SimFaults;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers that end in the middle of a handshake, in clear text: none of it is a session. */
class GivenUpTest {
  private static final String USER_CANCELED = "1503030002015a";
  private static final String CLOSE_NOTIFY = "15030300020100";

  private static final String CASES =
      """
      JDK,TLSv1.2
      JDK,TLSv1.3
      CONSCRYPT,TLSv1.2
      CONSCRYPT,TLSv1.3
      """;

  private static TlsContext client(Engine engine, String version) {
    return EngineConformance.context(
        TlsSettings.back(Certificates.trust(Verify.REQUIRED))
            .withEngine(engine)
            .withPolicy(EngineConformance.version(version))
            .withServerName(connection -> "www.example.com"));
  }

  private static TlsContext server(Engine engine, String version) {
    return EngineConformance.context(
        TlsSettings.front(Certificates.show("server-ec.pem"))
            .withTrust(Certificates.trust(Verify.REQUIRED))
            .withPolicy(EngineConformance.version(version))
            .withEngine(engine));
  }

  /** What a client of a version says first. */
  private static byte[] hello(String version) {
    SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
    Talker client = pair.connect(client(Engine.JDK, version).factory());
    Talker server = pair.server();
    pair.settle();
    byte[] hello = server.heard();
    client.close();
    server.close();
    return hello;
  }

  /** It is known for an end, unless a warning that ought to be protected came before. */
  private static void assertFailed(Talker told, TlsContext context, boolean warned) {
    assertThat(told.isReady()).isFalse();
    assertThat(told.hasFailed()).isTrue();
    assertThat(context.counters().full() + context.counters().resumed()).isZero();
    assertThat(context.counters().failed()).hasSize(1);
    if (!warned) {
      assertThat(told.connection.error()).isEqualTo(ConnError.SSL_ABORT);
      assertThat(told.connection.errorDetail()).isEqualTo("closed during the handshake");
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void clientThatEndsHasNoSession(Engine engine, String version) {
    for (String alerts : new String[] {USER_CANCELED + CLOSE_NOTIFY, CLOSE_NOTIFY}) {
      TlsContext context = server(engine, version);
      SimPair pair = new SimPair(1, SimFaults.NONE, context.factory(), 16384);
      Talker client = pair.connect(null);
      client.say(hello(version));
      client.say(HexFormat.of().parseHex(alerts));
      Talker server = pair.server();
      pair.settle();
      assertFailed(server, context, alerts.length() > CLOSE_NOTIFY.length());
      client.close();
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void serverThatEndsHasNoSession(Engine engine, String version) {
    for (String alerts : new String[] {USER_CANCELED + CLOSE_NOTIFY, CLOSE_NOTIFY}) {
      TlsContext context = client(engine, version);
      SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
      Talker client = pair.connect(context.factory());
      Talker server = pair.server();
      server.say(HexFormat.of().parseHex(alerts));
      pair.settle();
      assertFailed(client, context, alerts.length() > CLOSE_NOTIFY.length());
      client.close();
      server.close();
    }
  }
}
