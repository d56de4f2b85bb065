package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.XprtFactory;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Sessions;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.tck.sim.SimFaults;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many sessions are kept, and how long. Servers send no tickets, so that they keep them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SessionCacheTest {
  private static final String TICKETS = "jdk.tls.server.enableSessionTicketExtension";
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final String CLIENTS =
      """
      JDK,TLSv1.2
      JDK,TLSv1.3
      CONSCRYPT,TLSv1.2
      CONSCRYPT,TLSv1.3
      """;

  @BeforeEach
  void withoutTickets() {
    System.setProperty(TICKETS, "false");
  }

  @AfterEach
  void withTickets() {
    System.clearProperty(TICKETS);
  }

  private static SimPair serving(
      Engine engine, String version, Sessions sessions, String... certificates) {
    TlsSettings settings =
        TlsSettings.front(Certificates.show(certificates))
            .withEngine(engine)
            .withPolicy(EngineConformance.version(version))
            .withSessions(sessions);
    return new SimPair(1, SimFaults.NONE, EngineConformance.context(settings).factory(), 16384);
  }

  private static TlsSettings asking(Engine engine) {
    return TlsSettings.back(Trust.NONE)
        .withEngine(engine)
        .withServerName(connection -> "www.example.com");
  }

  /** One of its own, which keeps its own sessions. */
  private static XprtFactory newClient() {
    return EngineConformance.context(asking(Engine.JDK)).factory();
  }

  /** Whether the next connection goes on with a session, and both say so. */
  private static boolean resumes(SimPair pair, XprtFactory tls) {
    Talker client = pair.connect(tls);
    Talker server = pair.server();
    client.say("ping".getBytes(US_ASCII));
    server.say("pong".getBytes(US_ASCII));
    pair.until(() -> client.heard().length == 4 && server.heard().length == 4);
    boolean resumed = server.secure().resumed();
    assertThat(client.secure().resumed()).isEqualTo(resumed);
    client.end();
    server.end();
    pair.until(() -> client.hearsNoMore() && server.hearsNoMore());
    client.close();
    server.close();
    return resumed;
  }

  /** Conscrypt has a number of its own for TLS 1.2, and nothing but tickets for TLS 1.3. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serverKeepsNoMoreThanItMay(String version) {
    SimPair pair = serving(Engine.JDK, version, new Sessions(false, 2, LONG), "server-ec.pem");
    XprtFactory first = newClient();
    XprtFactory second = newClient();
    XprtFactory third = newClient();
    assertThat(resumes(pair, first)).isFalse();
    assertThat(resumes(pair, second)).isFalse();
    assertThat(resumes(pair, first)).isTrue();
    assertThat(resumes(pair, second)).isTrue();
    assertThat(resumes(pair, third)).isFalse();
    assertThat(resumes(pair, first)).isFalse();
    assertThat(resumes(pair, first)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void certificatesOfALineShareWhatItMayKeep(String version) {
    SimPair pair =
        serving(Engine.JDK, version, new Sessions(false, 2, LONG), "server-ec.pem", "other.pem");
    XprtFactory first = newClient();
    XprtFactory second = newClient();
    assertThat(resumes(pair, first)).isFalse();
    assertThat(resumes(pair, first)).isTrue();
    assertThat(resumes(pair, second)).isFalse();
    assertThat(resumes(pair, first)).isFalse();
    assertThat(resumes(pair, first)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(textBlock = CLIENTS)
  void clientKeepsNoMoreThanItMay(Engine engine, String version) {
    SimPair pair = serving(Engine.JDK, version, new Sessions(true, 10, LONG), "server-ec.pem");
    AtomicReference<String> name = new AtomicReference<>("www.example.com");
    XprtFactory client =
        EngineConformance.context(
                asking(engine)
                    .withServerName(connection -> name.get())
                    .withSessions(new Sessions(true, 1, LONG)))
            .factory();
    assertThat(resumes(pair, client)).isFalse();
    assertThat(resumes(pair, client)).isTrue();
    name.set("a.example.org");
    assertThat(resumes(pair, client)).isFalse();
    assertThat(resumes(pair, client)).isTrue();
    name.set("www.example.com");
    assertThat(resumes(pair, client)).isFalse();
    assertThat(resumes(pair, client)).isTrue();
  }

  /** The engines take the time from the system. */
  @ParameterizedTest
  @EnumSource(names = {"JDK", "CONSCRYPT"})
  void serverForgetsWhatIsTooOld(Engine engine) {
    SimPair pair = serving(engine, "TLSv1.2", new Sessions(false, 10, SHORT), "server-ec.pem");
    untilForgotten(pair, newClient());
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "CONSCRYPT"})
  void clientForgetsWhatIsTooOld(Engine engine) {
    SimPair pair = serving(Engine.JDK, "TLSv1.2", new Sessions(false, 10, LONG), "server-ec.pem");
    untilForgotten(
        pair,
        EngineConformance.context(asking(engine).withSessions(new Sessions(true, 10, SHORT)))
            .factory());
  }

  private static void untilForgotten(SimPair pair, XprtFactory client) {
    assertThat(resumes(pair, client)).isFalse();
    boolean remembered = true;
    while (remembered) {
      remembered = resumes(pair, client);
    }
  }
}
