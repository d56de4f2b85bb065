package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.ConnError;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsFailure;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.tck.sim.SimFaults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer that gives up after the handshake, and says so by a fatal alert. */
class AlertsTest {
  private final int lentBefore = RecordBuffers.ofThread().lent();

  private static TlsContext front(Engine engine, String version) {
    return EngineConformance.context(
        TlsSettings.front(Certificates.show("server-ec.pem"))
            .withEngine(engine)
            .withPolicy(EngineConformance.version(version)));
  }

  private static TlsContext back(Engine engine) {
    return EngineConformance.context(TlsSettings.back(Trust.NONE).withEngine(engine));
  }

  private void checkFailed(Talker told, TlsContext context, Talker other) {
    assertThat(told.connection.error()).isEqualTo(ConnError.SSL_ALERT);
    assertThat(told.connection.errorDetail()).isEqualTo("alert received: bad_record_mac");
    assertThat(told.connection.isReadOver()).isTrue();
    assertThat(context.counters().broken()).isEqualTo(Map.of(TlsFailure.ALERT, 1L));
    assertThat(context.counters().failed()).isEmpty();
    assertThat(other.connection.error()).isEqualTo(ConnError.SSL_RECORD);
    told.close();
    other.close();
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(lentBefore);
  }

  @ParameterizedTest
  @CsvSource({"JDK,TLSv1.3", "CONSCRYPT,TLSv1.3", "JDK,TLSv1.2", "CONSCRYPT,TLSv1.2"})
  void clientFailsWithTheServersAlert(Engine engine, String version) {
    TlsContext client = back(engine);
    SimPair pair =
        new SimPair(
            1, SimFaults.NONE, 16384, List.of(CutXprt.factory(), front(engine, version).factory()));
    Talker asking = pair.connect(client.factory());
    Talker server = pair.server();
    pair.until(() -> asking.isReady() && server.isReady());
    pair.settle();
    CutXprt.of(server.connection).damage();
    asking.say("hello".getBytes(US_ASCII));
    pair.until(server::hasFailed);
    pair.settle();
    // In version 1.2 an alert may be an end, of which more is known after the own end.
    asking.end();
    pair.until(asking::hasFailed);
    checkFailed(asking, client, server);
  }

  @ParameterizedTest
  @CsvSource({"JDK,TLSv1.3", "CONSCRYPT,TLSv1.3", "JDK,TLSv1.2", "CONSCRYPT,TLSv1.2"})
  void serverThatHasEndedFailsWithTheClientsAlertAtOnce(Engine engine, String version) {
    TlsContext server = front(engine, version);
    SimPair pair = new SimPair(1, SimFaults.NONE, server.factory(), 16384);
    Talker asking = pair.connectThrough(List.of(CutXprt.factory(), back(engine).factory()));
    Talker serving = pair.server();
    pair.until(() -> asking.isReady() && serving.isReady());
    pair.settle();
    CutXprt.of(asking.connection).damage();
    serving.say("hello".getBytes(US_ASCII));
    serving.end();
    pair.until(serving::hasFailed);
    checkFailed(serving, server, asking);
  }

  @ParameterizedTest
  @CsvSource({"JDK", "CONSCRYPT"})
  void alertThatNobodyWaitedForIsCountedAtTheClose(Engine engine) {
    TlsContext client = back(engine);
    SimPair pair =
        new SimPair(
            1,
            SimFaults.NONE,
            16384,
            List.of(CutXprt.factory(), front(engine, "TLSv1.2").factory()));
    Talker asking = pair.connect(client.factory());
    Talker server = pair.server();
    pair.until(() -> asking.isReady() && server.isReady());
    CutXprt.of(server.connection).damage();
    asking.say("hello".getBytes(US_ASCII));
    pair.until(asking::hearsNoMore);
    assertThat(asking.hasFailed()).isFalse();
    asking.close();
    assertThat(client.counters().broken()).isEqualTo(Map.of(TlsFailure.ALERT, 1L));
    server.close();
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(lentBefore);
  }
}
