package io.turnout.xprt.ssl;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.buffer.Buffer;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.tck.sim.SimFaults;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How payload becomes records, and what is kept of them. */
class RecordsTest {
  private static final SimFaults TIGHT =
      new SimFaults(
          0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1000, 1460, 3000, 5000, 1_000_000, 1_000_000, 65536);

  private static TlsContext front(Engine engine) {
    return EngineConformance.context(
        TlsSettings.front(Certificates.show("server-ec.pem")).withEngine(engine));
  }

  private static TlsContext back(Engine engine) {
    return EngineConformance.context(TlsSettings.back(Trust.NONE).withEngine(engine));
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void payloadCountsAsSentOnceItsRecordsAreInTheKernel(Engine engine) {
    SimPair pair = new SimPair(1, TIGHT, front(engine).factory(), 16384);
    Talker client = pair.connect(back(engine).factory());
    Talker server = pair.server();
    pair.until(() -> client.isReady() && server.isReady());
    server.deafen(true);
    pair.settle();
    Buffer payload = new Buffer(Arena.ofAuto().allocate(16384));
    payload.write(new byte[16384], 0, 16384);
    int before = RecordBuffers.ofThread().lent();
    assertThat(client.ssl().sndBuf(payload, 16384, 0)).isZero();
    assertThat(payload.length()).isEqualTo(16384);
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(before + 1);
    client.close();
    server.close();
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(before);
  }

  /** A receiver that has no more room than a few bytes gets all of them. */
  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void bytesThatWereNotAskedForStayUnread(Engine engine) {
    SimPair pair = new SimPair(1, SimFaults.NONE, front(engine).factory(), 16384);
    Talker client = pair.connect(back(engine).factory());
    Talker server = pair.server();
    pair.until(() -> client.isReady() && server.isReady());
    // It subscribes, so that it is told what comes.
    pair.settle();
    server.deafen(true);
    client.say("0123456789".getBytes(StandardCharsets.US_ASCII));
    client.end();
    pair.settle();
    Buffer few = new Buffer(Arena.ofAuto().allocate(4));
    StringBuilder heard = new StringBuilder();
    while (!server.hearsNoMore()) {
      int count = server.ssl().rcvBuf(few, 4);
      assertThat(count > 0 || server.hearsNoMore()).isTrue();
      byte[] bytes = new byte[count];
      few.copyTo(0, bytes, 0, count);
      few.clear();
      heard.append(new String(bytes, StandardCharsets.US_ASCII));
    }
    assertThat(heard.toString()).isEqualTo("0123456789");
    client.close();
    server.close();
  }

  @Test
  void peekLeavesBytesToBeReceived() {
    SimPair pair = new SimPair(1, SimFaults.NONE, front(Engine.CONSCRYPT).factory(), 16384);
    Talker client = pair.connect(back(Engine.CONSCRYPT).factory());
    Talker server = pair.server();
    pair.until(() -> client.isReady() && server.isReady());
    // It subscribes, so that it is told what comes.
    pair.settle();
    server.deafen(true);
    client.say("PROXY".getBytes(StandardCharsets.US_ASCII));
    pair.until(client::hasSaidAll);
    client.say(" UNKNOWN".getBytes(StandardCharsets.US_ASCII));
    pair.settle();
    Buffer seen = new Buffer(Arena.ofAuto().allocate(64));
    assertThat(server.ssl().peek(seen, 10)).isEqualTo(10);
    assertThat(server.ssl().peek(seen, 64)).isEqualTo(13);
    seen.clear();
    assertThat(server.ssl().rcvBuf(seen, 6)).isEqualTo(6);
    assertThat(server.ssl().peek(seen, 64)).isEqualTo(7);
    server.deafen(false);
    pair.until(() -> server.heard().length == 7);
    client.close();
    server.close();
  }
}
