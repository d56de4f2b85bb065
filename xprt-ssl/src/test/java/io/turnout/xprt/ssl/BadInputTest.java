package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsFailure;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.tck.sim.SimFaults;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that speak no TLS, or no good one. */
class BadInputTest {
  private final int lentBefore = RecordBuffers.ofThread().lent();

  @AfterEach
  void everyBufferIsBack() {
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(lentBefore);
  }

  private static TlsContext server(Engine engine) {
    return EngineConformance.context(
        TlsSettings.front(Certificates.show("server-ec.pem")).withEngine(engine));
  }

  private static TlsContext client(Engine engine) {
    return EngineConformance.context(
        TlsSettings.back(Certificates.trust(Verify.REQUIRED))
            .withEngine(engine)
            .withServerName(connection -> "www.example.com"));
  }

  /** What a client says first. */
  private static byte[] hello() {
    SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
    Talker client = pair.connect(client(Engine.JDK).factory());
    Talker server = pair.server();
    pair.settle();
    byte[] hello = server.heard();
    client.close();
    server.close();
    return hello;
  }

  /** Says something to a server, and ends; how the server takes it. */
  private static Talker told(TlsContext context, byte[] bytes) {
    SimPair pair = new SimPair(1, SimFaults.NONE, context.factory(), 16384);
    Talker client = pair.connect(null);
    client.say(bytes);
    client.end();
    Talker server = pair.server();
    pair.settle();
    server.close();
    client.close();
    return server;
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.0\r\n\r\n", "POST /a HTTP/1.1\r\n", "HEAD "})
  void namesAnHttpRequest(String request) {
    TlsContext context = server(Engine.JDK);
    Talker server = told(context, request.getBytes(US_ASCII));
    assertThat(server.connection.error()).isEqualTo(ConnError.SSL_HANDSHAKE);
    assertThat(server.connection.errorDetail()).isEqualTo("http request");
    assertThat(context.counters().failed()).containsEntry(TlsFailure.HTTP_REQUEST, 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x\r\n", "\r\n", "GIT ", "\u0016no record"})
  void namesWhatIsNoTls(String greeting) {
    Talker server = told(server(Engine.JDK), greeting.getBytes(US_ASCII));
    assertThat(server.connection.error()).isEqualTo(ConnError.SSL_HANDSHAKE);
    assertThat(server.connection.errorDetail()).startsWith("not TLS: '");
  }

  @Test
  void clientShowsWhatTheServerSaysInstead() {
    SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
    TlsContext context = client(Engine.CONSCRYPT);
    Talker client = pair.connect(context.factory());
    pair.server().say("220 mail.example.com ready\r\n".getBytes(US_ASCII));
    pair.until(client::hasFailed);
    assertThat(client.connection.errorDetail()).startsWith("not TLS: '220");
    assertThat(context.counters().failed()).containsEntry(TlsFailure.NOT_TLS, 1L);
    client.close();
    pair.server().close();
  }

  @Test
  void helloIsCutAnywhere() {
    byte[] hello = hello();
    TlsContext context = server(Engine.JDK);
    for (int length = 0; length < hello.length; length++) {
      Talker server = told(context, Arrays.copyOf(hello, length));
      assertThat(server.connection.error())
          .as("%d bytes", length)
          .isEqualTo(length == 0 ? ConnError.SSL_EMPTY : ConnError.SSL_ABORT);
    }
    assertThat(context.counters().failed())
        .containsEntry(TlsFailure.CLOSED_AT_ONCE, 1L)
        .containsEntry(TlsFailure.CLOSED, hello.length - 1L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void helloWithAWrongByteAnywhereHarmsNobody(Engine engine) {
    byte[] hello = hello();
    TlsContext context = server(engine);
    Random random = new Random(1);
    int told = 0;
    for (int at = engine == Engine.JDK ? 0 : 1; at < hello.length; at += 2) {
      byte[] wrong = hello.clone();
      wrong[at] ^= (byte) (1 + random.nextInt(255));
      Talker server = told(context, wrong);
      assertThat(server.connection.any(ConnFlags.ERROR)).as("byte %d", at).isTrue();
      assertThat(server.connection.error()).isNotEqualTo(ConnError.PLUGIN);
      told++;
    }
    assertHarmedNobody(context, told, engine);
  }

  /** Each failed for a reason of TLS, nothing was thrown in this code, and others are served. */
  private static void assertHarmedNobody(TlsContext context, int told, Engine engine) {
    Map<TlsFailure, Long> failed = context.counters().failed();
    assertThat(failed.values().stream().mapToLong(count -> count).sum()).isEqualTo(told);
    assertThat(failed).doesNotContainKey(TlsFailure.GIVEN_UP);
    SimPair pair = new SimPair(1, SimFaults.NONE, context.factory(), 16384);
    Talker client = pair.connect(client(engine).factory());
    client.say("served".getBytes(US_ASCII));
    Talker server = pair.server();
    pair.until(() -> server.heard().length == 6);
    client.close();
    server.close();
    assertThat(context.counters().full()).isOne();
  }

  @Test
  void noiseHarmsNobody() {
    TlsContext context = server(Engine.JDK);
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(3000)];
      random.nextBytes(noise);
      if (noise.length > 5 && i % 2 == 0) {
        System.arraycopy(new byte[] {22, 3, 1}, 0, noise, 0, 3);
      }
      Talker server = told(context, noise);
      assertThat(server.connection.any(ConnFlags.ERROR)).isTrue();
      assertThat(server.connection.error()).isNotEqualTo(ConnError.PLUGIN);
    }
    assertHarmedNobody(context, 200, Engine.JDK);
  }

  @Test
  void refusesRecordsAndHellosThatAreTooLong() {
    byte[] record = new byte[6000];
    System.arraycopy(HexFormat.of().parseHex("160301ffff"), 0, record, 0, 5);
    assertThat(told(server(Engine.JDK), record).connection.errorDetail())
        .isEqualTo("record of 65535 bytes, at most 18432");
    byte[] hello = new byte[6000];
    System.arraycopy(HexFormat.of().parseHex("160301100001ffffff"), 0, hello, 0, 9);
    assertThat(told(server(Engine.JDK), hello).connection.errorDetail())
        .isEqualTo("client hello of 16777215 bytes, at most 16384");
  }

  @Test
  void refusesAHelloInEndlessRecords() {
    byte[] whole = new byte[30_000];
    System.arraycopy(HexFormat.of().parseHex("160301000501003fff00"), 0, whole, 0, 10);
    for (int at = 10; at + 6 <= whole.length; at += 6) {
      System.arraycopy(HexFormat.of().parseHex("160301000100"), 0, whole, at, 6);
    }
    assertThat(told(server(Engine.JDK), whole).connection.errorDetail())
        .isEqualTo("client hello in too many records");
  }

  /** A peer that gets out of step after the handshake. */
  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void refusesDamagedRecords(Engine engine) {
    for (String garbage :
        new String[] {
          "1703030020" + "00".repeat(32), "1603030004" + "00000000", "47455420", "170303ffff"
        }) {
      SimPair pair = new SimPair(1, SimFaults.NONE, server(engine).factory(), 16384);
      Talker client = pair.connect(client(engine).factory());
      Talker server = pair.server();
      pair.until(() -> client.isReady() && server.isReady());
      client.say("before".getBytes(US_ASCII));
      pair.until(() -> server.heard().length == 6);
      byte[] bytes = HexFormat.of().parseHex(garbage);
      Buffer raw = new Buffer(Arena.ofAuto().allocate(64));
      raw.write(bytes, 0, bytes.length);
      client.ssl().below().sndBuf(raw, bytes.length, 0);
      pair.until(server::hasFailed);
      assertThat(server.connection.error()).isEqualTo(ConnError.SSL_RECORD);
      assertThat(server.hearsNoMore()).isTrue();
      assertThat(server.heard()).isEqualTo("before".getBytes(US_ASCII));
      server.close();
      client.close();
    }
  }

  @Test
  void endInTheMiddleOfARecordIsAnError() {
    SimPair pair = new SimPair(1, SimFaults.NONE, server(Engine.JDK).factory(), 16384);
    Talker client = pair.connect(client(Engine.JDK).factory());
    Talker server = pair.server();
    pair.until(() -> client.isReady() && server.isReady());
    Buffer raw = new Buffer(Arena.ofAuto().allocate(64));
    raw.write(new byte[] {23, 3, 3, 0, 40, 1, 2}, 0, 7);
    client.ssl().below().sndBuf(raw, 7, 0);
    client.connection.shutWrite(true);
    pair.until(server::hasFailed);
    assertThat(server.connection.errorDetail()).isEqualTo("closed in the middle of a record");
    server.close();
    client.close();
  }

  /** As many peers end; it is no error, as for HAProxy. */
  @Test
  void endWithoutAWordIsAnEnd() {
    SimPair pair = new SimPair(1, SimFaults.NONE, server(Engine.JDK).factory(), 16384);
    Talker client = pair.connect(client(Engine.JDK).factory());
    Talker server = pair.server();
    pair.until(() -> client.isReady() && server.isReady());
    client.connection.shutWrite(true);
    pair.until(server::hearsNoMore);
    assertThat(server.hasFailed()).isFalse();
    server.close();
    client.close();
  }

  @Test
  void handshakeGoesThroughInSegmentsOfAnySize() {
    for (int segment : new int[] {1, 2, 3, 4, 5, 6, 7, 16, 100}) {
      SimFaults faults =
          new SimFaults(
              0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1000, segment, 65536, 65536, 1_000_000, 1_000_000,
              65536);
      SimPair pair = new SimPair(segment, faults, server(Engine.CONSCRYPT).factory(), 16384);
      Talker client = pair.connect(client(Engine.JDK).factory());
      Talker server = pair.server();
      client.say("hello".getBytes(US_ASCII));
      pair.until(() -> server.heard().length == 5);
      client.close();
      server.close();
    }
  }

  @Test
  void givenUpHandshakeIsCounted() {
    TlsContext context = server(Engine.CONSCRYPT);
    SimPair pair = new SimPair(1, SimFaults.NONE, context.factory(), 16384);
    Talker client = pair.connect(null);
    client.say(new byte[] {22, 3});
    Talker server = pair.server();
    pair.settle();
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(lentBefore + 1);
    server.close();
    client.close();
    assertThat(context.counters().failed()).containsEntry(TlsFailure.GIVEN_UP, 1L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void failedHandshakeIsNotBrokenBySendingToo(Engine engine) {
    TlsContext context = server(engine);
    SimPair pair = new SimPair(1, SimFaults.NONE, context.factory(), 16384);
    Talker client = pair.connect(null);
    client.say(hello());
    client.end();
    Talker server = pair.server();
    pair.until(server::hasFailed);
    Buffer more = new Buffer(Arena.ofAuto().allocate(100));
    more.write(new byte[100], 0, 100);
    assertThat(server.ssl().sndBuf(more, 100, 0)).isZero();
    server.close();
    client.close();
    assertThat(context.counters().failed()).containsOnly(entry(TlsFailure.CLOSED, 1L));
    assertThat(context.counters().broken()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"EPIPE, CLOSED", "SSL_TIMEOUT, GIVEN_UP"})
  void handshakeThatHearsOfNoFailureBeforeItsCloseIsCounted(ConnError error, TlsFailure counted) {
    TlsContext context = server(Engine.JDK);
    SimPair pair = new SimPair(1, SimFaults.NONE, context.factory(), 16384);
    Talker client = pair.connect(null);
    client.say(hello());
    Talker server = pair.server();
    pair.settle();
    server.connection.failWrite(error);
    server.close();
    client.close();
    assertThat(context.counters().failed()).containsOnly(entry(counted, 1L));
  }

  /** That another layer failed before is not the handshake's. */
  @Test
  void handshakeThatNeverBeganIsNotCounted() {
    TlsContext context = server(Engine.JDK);
    SimPair pair = new SimPair(1, SimFaults.NONE, context.factory(), 16384);
    Talker client = pair.connect(null);
    Talker server = pair.server();
    pair.settle();
    server.connection.fail(ConnError.PRX_TIMEOUT);
    server.close();
    client.close();
    assertThat(context.counters().failed()).isEmpty();
  }
}
