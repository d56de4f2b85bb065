package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.XprtFactory;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Sessions;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.tck.sim.SimFaults;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose sessions go on, and whose do not. */
class ResumptionTest {
  private static final int TIMES = 3;

  private static final String CASES =
      """
      JDK,TLSv1.2
      JDK,TLSv1.3
      CONSCRYPT,TLSv1.2
      CONSCRYPT,TLSv1.3
      """;

  private static Sessions sessions(boolean tickets, int cacheEntries) {
    return new Sessions(tickets, cacheEntries, Duration.ofMinutes(5));
  }

  private static TlsSettings front(Engine engine, String version) {
    return TlsSettings.front(Certificates.show("server-ec.pem"))
        .withEngine(engine)
        .withPolicy(EngineConformance.version(version));
  }

  private static TlsSettings back(Engine engine) {
    return TlsSettings.back(Trust.NONE)
        .withEngine(engine)
        .withCertificates(Certificates.show("client.pem"))
        .withServerName(connection -> "www.example.com");
  }

  /** How many of three handshakes, one after another, resume a session. */
  private static long resumed(TlsContext serverSide, TlsContext clientSide) {
    XprtFactory tls = clientSide.factory();
    SimPair pair = new SimPair(1, SimFaults.NONE, serverSide.factory(), 16384);
    for (int i = 0; i < TIMES; i++) {
      Talker client = pair.connect(tls);
      Talker server = pair.server();
      client.say("ping".getBytes(US_ASCII));
      server.say("pong".getBytes(US_ASCII));
      pair.until(() -> client.heard().length == 4 && server.heard().length == 4);
      assertThat(server.secure().peerVerified())
          .isEqualTo(server.secure().peerCertificate() != null);
      client.end();
      server.end();
      pair.until(() -> client.hearsNoMore() && server.hearsNoMore());
      client.close();
      server.close();
    }
    assertThat(clientSide.counters().resumed()).isEqualTo(serverSide.counters().resumed());
    assertThat(clientSide.counters().full()).isEqualTo(TIMES - clientSide.counters().resumed());
    return serverSide.counters().resumed();
  }

  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void clientWithoutSessionsResumesNone(Engine engine, String version) {
    TlsContext client = EngineConformance.context(back(engine).withSessions(sessions(false, 0)));
    for (Engine other : new Engine[] {Engine.JDK, Engine.CONSCRYPT}) {
      TlsContext server = EngineConformance.context(front(other, version));
      assertThat(resumed(server, EngineConformance.context(back(engine)))).isEqualTo(TIMES - 1);
      server = EngineConformance.context(front(other, version));
      client = EngineConformance.context(back(engine).withSessions(sessions(false, 0)));
      assertThat(resumed(server, client)).as("with %s", other).isZero();
    }
  }

  /** The JDK's engine reads whether it may send tickets when a certificate is first shown. */
  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void serverWithoutSessionsResumesNone(Engine engine, String version) {
    String tickets = "jdk.tls.server.enableSessionTicketExtension";
    for (Engine other : new Engine[] {Engine.JDK, Engine.CONSCRYPT}) {
      System.setProperty(tickets, "false");
      try {
        TlsSettings settings = front(engine, version);
        TlsContext keeping = EngineConformance.context(settings.withSessions(sessions(false, 10)));
        TlsContext forgetting =
            EngineConformance.context(settings.withSessions(sessions(false, 0)));
        boolean keeps = engine == Engine.JDK || version.equals("TLSv1.2");
        assertThat(resumed(keeping, EngineConformance.context(back(other))))
            .isEqualTo(keeps ? TIMES - 1 : 0);
        assertThat(resumed(forgetting, EngineConformance.context(back(other))))
            .as("with %s", other)
            .isZero();
      } finally {
        System.clearProperty(tickets);
      }
    }
  }

  /** Nothing is kept here for a ticket. */
  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void serverWithoutCacheResumesByTickets(Engine engine, String version) {
    for (Engine other : new Engine[] {Engine.JDK, Engine.CONSCRYPT}) {
      TlsContext server =
          EngineConformance.context(front(engine, version).withSessions(sessions(true, 0)));
      assertThat(resumed(server, EngineConformance.context(back(other))))
          .as("with %s", other)
          .isEqualTo(TIMES - 1);
    }
  }

  /** A session that goes on has the certificate that was verified when it began. */
  @ParameterizedTest
  @CsvSource(textBlock = CASES)
  void resumedClientsAreKnownByTheirCertificate(Engine engine, String version) {
    TlsContext server =
        EngineConformance.context(
            front(engine, version).withTrust(Certificates.trust(Verify.REQUIRED)));
    SimPair pair = new SimPair(1, SimFaults.NONE, server.factory(), 16384);
    XprtFactory tls = EngineConformance.context(back(engine)).factory();
    for (int i = 0; i < TIMES; i++) {
      Talker client = pair.connect(tls);
      Talker answering = pair.server();
      client.say("ping".getBytes(US_ASCII));
      answering.say("pong".getBytes(US_ASCII));
      pair.until(() -> client.heard().length == 4 && answering.heard().length == 4);
      assertThat(answering.secure().resumed()).isEqualTo(i > 0);
      assertThat(answering.secure().peerVerified()).isTrue();
      assertThat(answering.secure().peerCertificate().getSubjectX500Principal().getName())
          .isEqualTo("CN=client");
      client.end();
      answering.end();
      pair.until(() -> client.hearsNoMore() && answering.hearsNoMore());
      client.close();
      answering.close();
    }
  }
}
