package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsFailure;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Policy;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.tck.sim.SimFaults;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the transport does, whichever engine is on either side. */
abstract class EngineConformance {
  private static final String NAME = "www.example.com";
  private static final int LARGE = 300_000;

  private final Engine clientEngine;
  private final Engine serverEngine;
  private final int lentBefore = RecordBuffers.ofThread().lent();

  EngineConformance(Engine clientEngine, Engine serverEngine) {
    this.clientEngine = clientEngine;
    this.serverEngine = serverEngine;
  }

  @AfterEach
  void everyBufferIsBack() {
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(lentBefore);
  }

  TlsSettings front() {
    return TlsSettings.front(Certificates.show("server-ec.pem")).withEngine(serverEngine);
  }

  TlsSettings back() {
    return TlsSettings.back(Certificates.trust(Verify.REQUIRED))
        .withEngine(clientEngine)
        .withServerName(connection -> NAME);
  }

  static TlsContext context(TlsSettings settings) {
    try {
      return new SslProvider().newContext(settings, new Traces());
    } catch (OptionException e) {
      throw new AssertionError(e);
    }
  }

  static Policy version(String version) {
    return new Policy(version, version, "", "", "", List.of());
  }

  private static SimPair pair(TlsContext server) {
    return new SimPair(1, SimFaults.NONE, server.factory(), 16384);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static void agree(SimPair pair, Talker client, Talker server) {
    pair.until(() -> client.isReady() && server.isReady());
  }

  private static void close(Talker... talkers) {
    for (Talker talker : talkers) {
      talker.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bytesPassBothWays(String version) {
    SimPair pair = pair(context(front().withPolicy(version(version))));
    Talker client = pair.connect(context(back()).factory());
    client.say(bytes(LARGE));
    Talker server = pair.server();
    server.say(bytes(LARGE + 1));
    client.end();
    server.end();
    pair.until(() -> client.hearsNoMore() && server.hearsNoMore());
    assertThat(server.heard()).isEqualTo(bytes(LARGE));
    assertThat(client.heard()).isEqualTo(bytes(LARGE + 1));
    assertThat(client.hasFailed() || server.hasFailed()).isFalse();
    assertThat(client.secure().protocol()).isEqualTo(version);
    assertThat(server.secure().protocol()).isEqualTo(version);
    assertThat(server.secure().cipherSuite()).isEqualTo(client.secure().cipherSuite());
    assertThat(server.secure().cipherName())
        .isEqualTo(client.secure().cipherName())
        .startsWith(version.equals("TLSv1.2") ? "ECDHE-" : "TLS_");
    assertThat(server.secure().serverName()).isEqualTo(NAME);
    assertThat(client.secure().serverName()).isEqualTo(NAME);
    assertThat(client.secure().peerVerified()).isTrue();
    assertThat(client.secure().peerCertificate()).isEqualTo(server.secure().ownCertificate());
    assertThat(server.secure().peerCertificate()).isNull();
    close(client, server);
  }

  @Test
  void waitsInTheWaitBitAndHasNoBufferWhenIdle() {
    TlsContext serverSide = context(front());
    SimPair pair = pair(serverSide);
    Talker client = pair.connect(context(back()).factory());
    assertThat(client.connection.any(ConnFlags.WAIT_L6)).isTrue();
    Talker server = pair.server();
    agree(pair, client, server);
    pair.settle();
    assertThat(client.connection.any(ConnFlags.WAIT_XPRT)).isFalse();
    assertThat(client.connection.spliceXprt()).isNull();
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(lentBefore);
    assertThat(serverSide.counters().full()).isOne();
    close(client, server);
  }

  @Test
  void resumesSessions() {
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      TlsContext serverSide = context(front().withPolicy(version(version)));
      XprtFactory tls = context(back()).factory();
      SimPair pair = pair(serverSide);
      for (int i = 0; i < 3; i++) {
        Talker client = pair.connect(tls);
        Talker server = pair.server();
        client.say("ping".getBytes(US_ASCII));
        server.say("pong".getBytes(US_ASCII));
        pair.until(() -> client.heard().length == 4 && server.heard().length == 4);
        assertThat(client.secure().resumed()).as("%s, %d", version, i).isEqualTo(i > 0);
        assertThat(server.secure().resumed()).isEqualTo(i > 0);
        client.end();
        server.end();
        pair.until(() -> client.hearsNoMore() && server.hearsNoMore());
        close(client, server);
      }
      assertThat(serverSide.counters().full()).isOne();
      assertThat(serverSide.counters().resumed()).isEqualTo(2);
    }
  }

  @Test
  void agreesOnTheProtocolThatTheServerLikesBest() {
    TlsSettings serves = front().withPolicy(alpn("h2", "http/1.1"));
    assertThat(agreed(serves, "http/1.1", "h2")).isEqualTo("h2");
    assertThat(agreed(serves, "x", "http/1.1")).isEqualTo("http/1.1");
  }

  @Test
  void goesOnWithoutProtocolIfNoneIsCommon() {
    assertThat(agreed(front().withPolicy(alpn("h2")), "x")).isEmpty();
    assertThat(agreed(front(), "x")).isEmpty();
  }

  private static Policy alpn(String... protocols) {
    return new Policy("", "", "", "", "", List.of(protocols));
  }

  private String agreed(TlsSettings serves, String... offered) {
    SimPair pair = pair(context(serves));
    Talker client = pair.connect(context(back().withPolicy(alpn(offered))).factory());
    Talker server = pair.server();
    agree(pair, client, server);
    assertThat(client.secure().alpn()).isEqualTo(server.secure().alpn());
    String agreed = server.secure().alpn();
    close(client, server);
    return agreed;
  }

  @Test
  void clientShowsItsCertificate() {
    TlsSettings asks = front().withTrust(Certificates.trust(Verify.REQUIRED));
    for (String shown : List.of("client.pem", "client-rsa.pem")) {
      SimPair pair = pair(context(asks));
      Talker client =
          pair.connect(context(back().withCertificates(Certificates.show(shown))).factory());
      Talker server = pair.server();
      agree(pair, client, server);
      assertThat(server.secure().peerVerified()).isTrue();
      assertThat(server.secure().peerCertificate()).isEqualTo(client.secure().ownCertificate());
      close(client, server);
    }
  }

  @Test
  void optionalCertificateMayBeMissing() {
    SimPair pair = pair(context(front().withTrust(Certificates.trust(Verify.OPTIONAL))));
    Talker client = pair.connect(context(back()).factory());
    Talker server = pair.server();
    agree(pair, client, server);
    assertThat(server.secure().peerVerified()).isFalse();
    close(client, server);
  }

  @Test
  void refusesServersForTheReasonThatThereIs() {
    assertThat(refusal(front(), back().withServerName(c -> "else.example.com")))
        .isEqualTo(TlsFailure.NAME_MISMATCH);
    assertThat(refusal(front().withCertificates(Certificates.show("expired.pem")), back()))
        .isEqualTo(TlsFailure.EXPIRED);
    assertThat(refusal(front().withCertificates(Certificates.show("future.pem")), back()))
        .isEqualTo(TlsFailure.NOT_YET_VALID);
    assertThat(refusal(front().withCertificates(Certificates.show("stranger.pem")), back()))
        .isEqualTo(TlsFailure.UNKNOWN_CA);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:DB8:0::10, 0",
    "10.0.0.1, 0",
    "2001:db8::1, 1",
    "10.0.0.2, 1",
  })
  void verifiesServersByTheirAddress(String host, int refused) {
    TlsSettings serves = front().withCertificates(Certificates.show("addresses.pem"));
    String authority = Certificates.file("addresses.pem").toString();
    TlsContext asks =
        context(
            TlsSettings.back(new TlsSettings.Trust(Verify.REQUIRED, authority, null, host))
                .withEngine(clientEngine));
    SimPair pair = pair(context(serves));
    Talker client = pair.connect(asks.factory());
    Talker server = pair.server();
    pair.until(() -> client.isReady() || client.hasFailed());
    assertThat(asks.counters().failed().getOrDefault(TlsFailure.NAME_MISMATCH, 0L))
        .isEqualTo(refused);
    assertThat(client.connection.errorDetail())
        .isEqualTo(
            refused == 0
                ? ""
                : "certificate is for [*.0.0.3, 10.0.0.2, 10.0.0.1, 2001:db8:0:0:0:0:0:10],"
                    + " not for "
                    + host);
    close(client, server);
  }

  private TlsFailure refusal(TlsSettings serves, TlsSettings asks) {
    TlsContext serverSide = context(serves);
    TlsContext clientSide = context(asks);
    SimPair pair = pair(serverSide);
    Talker client = pair.connect(clientSide.factory());
    Talker server = pair.server();
    pair.until(() -> client.hasFailed());
    assertThat(client.connection.error()).isEqualTo(ConnError.SSL_CERTIFICATE);
    pair.until(() -> server.hasFailed());
    assertThat(server.connection.error()).isEqualTo(ConnError.SSL_ALERT);
    assertThat(server.connection.errorDetail()).startsWith("alert received: ");
    close(client, server);
    assertThat(serverSide.counters().failed()).containsEntry(TlsFailure.ALERT, 1L);
    assertThat(clientSide.counters().failed()).hasSize(1);
    return clientSide.counters().failed().keySet().iterator().next();
  }

  @Test
  void refusesClientsForTheReasonThatThereIs() {
    TlsSettings asks = front().withTrust(Certificates.trust(Verify.REQUIRED));
    assertThat(clientRefusal(asks, back())).isEqualTo(TlsFailure.NO_CERTIFICATE);
    assertThat(clientRefusal(asks, back().withCertificates(Certificates.show("stranger.pem"))))
        .isEqualTo(TlsFailure.UNKNOWN_CA);
    TlsSettings.Trust lists =
        new TlsSettings.Trust(
            Verify.REQUIRED,
            Certificates.file("ca.pem").toString(),
            Certificates.file("root-crl.pem"),
            "");
    assertThat(
            clientRefusal(
                front().withTrust(lists),
                back().withCertificates(Certificates.show("revoked.pem"))))
        .isEqualTo(TlsFailure.REVOKED);
  }

  private TlsFailure clientRefusal(TlsSettings serves, TlsSettings asks) {
    TlsContext serverSide = context(serves);
    SimPair pair = pair(serverSide);
    Talker client = pair.connect(context(asks).factory());
    Talker server = pair.server();
    pair.until(() -> server.hasFailed() && client.hasFailed());
    assertThat(server.connection.error()).isEqualTo(ConnError.SSL_CERTIFICATE);
    assertThat(client.connection.error()).isEqualTo(ConnError.SSL_ALERT);
    close(client, server);
    return serverSide.counters().failed().keySet().iterator().next();
  }

  @Test
  void refusesWhatIsNotShared() {
    assertThat(
            unshared(front().withPolicy(version("TLSv1.3")), back().withPolicy(version("TLSv1.2"))))
        .isEqualTo(TlsFailure.NO_SHARED_VERSION);
    Policy strong = new Policy("", "TLSv1.2", "AES256", "", "", List.of());
    Policy weak = new Policy("", "TLSv1.2", "AES128", "", "", List.of());
    assertThat(unshared(front().withPolicy(strong), back().withPolicy(weak)))
        .isEqualTo(TlsFailure.NO_SHARED_CIPHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void agreesOnNoOtherCurve(String version) {
    Policy strong = new Policy(version, version, "", "", "P-384", List.of());
    Policy fast = new Policy(version, version, "", "", "X25519:P-256", List.of());
    assertThat(unshared(front().withPolicy(strong), back().withPolicy(fast)))
        .isEqualTo(TlsFailure.NO_SHARED_CIPHER);
  }

  private TlsFailure unshared(TlsSettings serves, TlsSettings asks) {
    TlsContext serverSide = context(serves);
    SimPair pair = pair(serverSide);
    Talker client = pair.connect(context(asks).factory());
    Talker server = pair.server();
    pair.until(() -> server.hasFailed() && client.hasFailed());
    assertThat(server.connection.error()).isEqualTo(ConnError.SSL_HANDSHAKE);
    assertThat(client.connection.error()).isEqualTo(ConnError.SSL_ALERT);
    close(client, server);
    return serverSide.counters().failed().keySet().iterator().next();
  }

  /** What one has on its way is not lost as the other ends first. */
  @Test
  void receivesAfterItsOwnEnd() {
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      SimPair pair = pair(context(front().withPolicy(version(version))));
      Talker client = pair.connect(context(back()).factory());
      Talker server = pair.server();
      server.deafen(true);
      agree(pair, client, server);
      client.say(bytes(100));
      client.end();
      pair.settle();
      server.say(bytes(LARGE));
      pair.until(() -> client.heard().length == LARGE);
      assertThat(client.heard()).isEqualTo(bytes(LARGE));
      server.deafen(false);
      server.end();
      pair.until(() -> client.hearsNoMore() && server.hearsNoMore());
      assertThat(server.heard()).isEqualTo(bytes(100));
      assertThat(client.hasFailed() || server.hasFailed()).isFalse();
      close(client, server);
    }
  }

  /** One that has heard the other's end says all that it has; with one exception. */
  @Test
  void sendsOnAfterThePeersEnd() {
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      SimPair pair = pair(context(front().withPolicy(version(version))));
      Talker client = pair.connect(context(back()).factory());
      Talker server = pair.server();
      agree(pair, client, server);
      client.say(bytes(100));
      client.end();
      pair.until(server::hearsNoMore);
      assertThat(server.heard()).isEqualTo(bytes(100));
      server.say(bytes(LARGE));
      server.end();
      if (serverEngine == Engine.CONSCRYPT && version.equals("TLSv1.3")) {
        pair.until(server::hasFailed);
        assertThat(server.connection.error()).isEqualTo(ConnError.SSL_RECORD);
        assertThat(server.connection.errorDetail()).contains("this engine sends nothing after");
        pair.until(client::hearsNoMore);
        assertThat(client.hasFailed()).isFalse();
      } else {
        pair.until(client::hearsNoMore);
        assertThat(client.heard()).isEqualTo(bytes(LARGE));
        assertThat(client.hasFailed() || server.hasFailed()).isFalse();
      }
      close(client, server);
    }
  }

  /** A connection that was opened is closed by a reset, unless the peer has ended. */
  @Test
  void closesInOrderAfterThePeersEnd() {
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      if (clientEngine == Engine.CONSCRYPT && version.equals("TLSv1.3")) {
        continue;
      }
      SimPair pair = pair(context(front().withPolicy(version(version))));
      Talker client = pair.connect(context(back()).factory());
      Talker server = pair.server();
      agree(pair, client, server);
      server.end();
      pair.until(client::hearsNoMore);
      client.say(bytes(1000));
      pair.until(client::hasSaidAll);
      client.close();
      pair.until(server::hearsNoMore);
      assertThat(server.heard()).isEqualTo(bytes(1000));
      assertThat(server.hasFailed()).isFalse();
      server.close();
    }
  }

  /** A short request, and the end at once. */
  @Test
  void requestAndEndComeWhole() {
    SimPair pair = pair(context(front()));
    Talker client = pair.connect(context(back()).factory());
    client.say("x".getBytes(US_ASCII));
    client.end();
    Talker server = pair.server();
    pair.until(server::hearsNoMore);
    assertThat(server.heard()).containsExactly('x');
    close(client, server);
  }

  @Test
  void speaksThroughABadNetwork() {
    for (int seed = 0; seed < 12; seed++) {
      SimFaults faults =
          new SimFaults(
              seed * 13 % 500,
              seed * 29 % 500,
              seed * 7 % 300,
              0,
              seed * 17 % 500,
              0,
              0,
              0,
              0,
              0,
              0,
              1 + seed * 1000,
              1 + seed * 197,
              300 + seed * 991,
              300 + seed * 577,
              1_000_000,
              1_000_000,
              65536);
      TlsContext serverSide = context(front());
      SimPair pair = new SimPair(seed, faults, serverSide.factory(), 1 + seed * 331);
      Talker client = pair.connect(context(back()).factory());
      client.say(bytes(4000));
      Talker server = pair.server();
      server.say(bytes(6000));
      pair.until(() -> client.heard().length == 6000);
      client.end();
      server.end();
      pair.until(() -> client.hearsNoMore() && server.hearsNoMore());
      assertThat(server.heard()).as("seed %d", seed).isEqualTo(bytes(4000));
      assertThat(client.heard()).as("seed %d", seed).isEqualTo(bytes(6000));
      close(client, server);
    }
  }
}
