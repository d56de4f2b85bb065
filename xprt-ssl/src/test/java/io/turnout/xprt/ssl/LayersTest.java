package io.turnout.xprt.ssl;

import static io.turnout.xprt.ssl.EngineSpeech.both;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.HandshakeOps;
import io.turnout.core.conn.ReturningHandshake;
import io.turnout.core.conn.StackedXprt;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.Plugins;
import io.turnout.spi.Side;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.tck.sim.SimFaults;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers inside TLS: a PROXY header, what a dialogue gave back, TLS. Rules XPRT-01, CONN-04. */
class LayersTest {
  static final Address SOURCE = new Ip4Address(0xc0000201, 1000);
  static final Address DESTINATION = new Ip4Address(0xc0000202, 443);
  static final byte[] HEADER = "PROXY TCP4 192.0.2.1 192.0.2.2 1000 443\r\n".getBytes(US_ASCII);
  private static final byte[] DATA = "and this is the data".getBytes(US_ASCII);
  private static final int SEEDS = 40;
  private static final int MOST_BYTES = 40_000;

  /** More than anything that a client has to say after the handshakes. */
  private static final int WIRE_BYTES = 260;

  private final int lentBefore = RecordBuffers.ofThread().lent();

  @AfterEach
  void everyBufferIsBack() {
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(lentBefore);
  }

  static XprtFactory serverTls(Engine engine) {
    return EngineConformance.context(
            TlsSettings.front(Certificates.show("server-ec.pem")).withEngine(engine))
        .factory();
  }

  static XprtFactory clientTls(Engine engine) {
    return EngineConformance.context(TlsSettings.back(Trust.NONE).withEngine(engine)).factory();
  }

  private static XprtFactory dialogue(HandshakeFactory dialogue) {
    return Plugins.handshakeXprts()
        .usable()
        .getFirst()
        .provider()
        .newFactory(List.of(dialogue), new Traces());
  }

  static XprtFactory dialogue(String name, Side side) {
    try {
      return dialogue(
          Plugins.handshakes().named(name).orElseThrow().newFactory(side, Map.of(), new Traces()));
    } catch (OptionException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(SplittableRandom random, SimFaults faults) {
    int most = (int) Math.min(MOST_BYTES, 60L * faults.narrowestBytes());
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Both end, in order, and the one who heard the other first has lost nothing. */
  private static void end(SimPair pair, Talker client, Talker server) {
    client.end();
    server.end();
    pair.until(() -> client.hearsNoMore() && server.hearsNoMore());
    assertThat(client.hasFailed() || server.hasFailed()).isFalse();
    client.close();
    server.close();
  }

  /** A client says this and ends: the server hears that, and then the end. */
  private static Talker hears(SimPair pair, Talker client, byte[] data) {
    client.end();
    Talker server = pair.server();
    pair.until(() -> server.hearsNoMore());
    assertThat(server.heard()).isEqualTo(data);
    assertThat(server.connection.xprt()).isInstanceOf(SslXprt.class);
    end(pair, client, server);
    return server;
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void takesAProxyHeaderInsideTlsWhereverItsRecordsEnd(Engine engine) {
    List<XprtFactory> layers = List.of(serverTls(engine), dialogue("proxy", Side.FRONT));
    XprtFactory tls = clientTls(engine);
    byte[] all = both(HEADER, DATA);
    for (int cut = 0; cut <= all.length; cut++) {
      SimPair pair = new SimPair(cut, SimFaults.NONE, 16384, layers);
      Talker client = pair.connect(tls);
      client.say(Arrays.copyOf(all, cut));
      pair.settle();
      client.say(Arrays.copyOfRange(all, cut, all.length));
      Talker server = hears(pair, client, DATA);
      assertThat(server.connection.source()).isEqualTo(SOURCE);
      assertThat(server.connection.destination()).isEqualTo(DESTINATION);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void takesAProxyHeaderInsideTlsWhereverTheWireIsCut(Engine engine) {
    List<XprtFactory> layers =
        List.of(CutXprt.factory(), serverTls(engine), dialogue("proxy", Side.FRONT));
    XprtFactory tls = clientTls(engine);
    for (int cut = 0; cut < WIRE_BYTES; cut++) {
      SimPair pair = new SimPair(cut, SimFaults.NONE, 16384, layers);
      Talker client = pair.connect(tls);
      pair.settle();
      CutXprt.of(pair.server().connection).after(cut);
      client.say(both(HEADER, DATA));
      Talker server = hears(pair, client, DATA);
      assertThat(server.connection.source()).isEqualTo(SOURCE);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void sendsAProxyHeaderInsideTlsThroughBadNetworks(Engine engine) {
    List<XprtFactory> layers = List.of(serverTls(engine), dialogue("proxy", Side.FRONT));
    List<XprtFactory> clients = List.of(clientTls(engine), dialogue("send-proxy", Side.BACK));
    for (int seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SimFaults faults = SimFaults.random(random).withoutFailures();
      SimPair pair = new SimPair(seed, faults, 1 + random.nextInt(16384), layers);
      Talker client = pair.connectFor(SOURCE, DESTINATION, clients);
      byte[] up = bytes(random, faults);
      byte[] down = bytes(random, faults);
      client.say(up);
      Talker server = pair.server();
      server.say(down);
      pair.until(() -> client.heard().length == down.length && server.heard().length == up.length);
      assertThat(server.heard()).as("seed %d", seed).isEqualTo(up);
      assertThat(client.heard()).as("seed %d", seed).isEqualTo(down);
      assertThat(server.connection.source()).isEqualTo(SOURCE);
      assertThat(server.connection.destination()).isEqualTo(DESTINATION);
      end(pair, client, server);
    }
  }

  @ParameterizedTest
  @CsvSource({"JDK,JDK", "JDK,CONSCRYPT", "CONSCRYPT,JDK", "CONSCRYPT,CONSCRYPT"})
  void speaksTlsInsideTlsThroughBadNetworks(Engine outer, Engine inner) {
    List<XprtFactory> layers = List.of(serverTls(outer), serverTls(inner));
    List<XprtFactory> clients = List.of(clientTls(outer), clientTls(inner));
    for (int seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SimFaults faults = SimFaults.random(random).withoutFailures();
      SimPair pair = new SimPair(seed, faults, 1 + random.nextInt(16384), layers);
      Talker client = pair.connectThrough(clients);
      byte[] up = bytes(random, faults);
      byte[] down = bytes(random, faults);
      client.say(up);
      Talker server = pair.server();
      server.say(down);
      pair.until(() ->
          client.isReady()
              && server.isReady()
              && client.heard().length == down.length
              && server.heard().length == up.length);
      assertThat(server.heard()).as("seed %d", seed).isEqualTo(up);
      assertThat(client.heard()).as("seed %d", seed).isEqualTo(down);
      end(pair, client, server);
    }
  }

  /**
   * All at once: payload, the inner end, the outer one, and the socket's. Outside in version 1.2,
   * as Conscrypt in 1.3 lets nothing out once it has heard an end, and so not the inner one.
   */
  @ParameterizedTest
  @CsvSource({"JDK,JDK", "CONSCRYPT,CONSCRYPT"})
  void endsTlsInsideTlsWhereverTheWireIsCut(Engine outer, Engine inner) {
    List<XprtFactory> layers = List.of(CutXprt.factory(), serverTls(outer), serverTls(inner));
    XprtFactory old =
        EngineConformance.context(
                TlsSettings.back(Trust.NONE)
                    .withEngine(outer)
                    .withPolicy(EngineConformance.version("TLSv1.2")))
            .factory();
    List<XprtFactory> clients = List.of(old, clientTls(inner));
    for (int cut = 0; cut < WIRE_BYTES; cut++) {
      SimPair pair = new SimPair(cut, SimFaults.NONE, 16384, layers);
      Talker client = pair.connectThrough(clients);
      pair.settle();
      CutXprt.of(pair.server().connection).after(cut);
      client.say(DATA);
      hears(pair, client, DATA);
    }
  }

  /**
   * The end is in the kernel already when the first byte is received: it stands behind the last.
   */
  @ParameterizedTest
  @CsvSource({"JDK,JDK", "CONSCRYPT,CONSCRYPT"})
  void endComesBehindWhatEachLayerHolds(Engine outer, Engine inner) {
    SimFaults roomy =
        new SimFaults(
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1000, 9000, 999_999, 999_999, 999_999, 999_999, 65536);
    List<XprtFactory> layers = List.of(serverTls(outer), serverTls(inner));
    List<XprtFactory> clients = List.of(clientTls(outer), clientTls(inner));
    for (int length = 16_000; length < 64_000; length += 1999) {
      SimPair pair = new SimPair(length, roomy, 700 + length, layers);
      Talker client = pair.connectThrough(clients);
      Talker server = pair.server();
      server.deafen(true);
      byte[] all = new byte[length];
      new SplittableRandom(length).nextBytes(all);
      client.say(all);
      client.end();
      pair.settle();
      server.deafen(false);
      pair.until(server::hearsNoMore);
      assertThat(server.heard()).isEqualTo(all);
      assertThat(server.hasFailed()).isFalse();
      client.close();
      server.close();
    }
  }

  /** Each layer has last words of its own, and the lower one's come last. */
  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void bothLayersOfTlsSayThatTheyEnd(Engine engine) {
    SimPair pair =
        new SimPair(1, SimFaults.NONE, 16384, List.of(serverTls(engine), serverTls(engine)));
    Talker client = pair.connectThrough(List.of(clientTls(engine), clientTls(engine)));
    Talker server = pair.server();
    pair.until(() -> client.isReady() && server.isReady());
    pair.settle();
    long before = client.connection.ctl().bytesSent();
    client.end();
    pair.until(server::hearsNoMore);
    // The JDK says two things: user_canceled, then close_notify.
    int words = (engine == Engine.JDK ? 2 : 1) * record(2);
    assertThat(client.connection.ctl().bytesSent() - before).isEqualTo(record(words) + words);
    end(pair, client, server);
  }

  /**
   * The outer engine may let nothing out any more: then the inner end is not said, and nobody waits
   * for that.
   */
  @ParameterizedTest
  @CsvSource({"JDK,JDK", "JDK,CONSCRYPT", "CONSCRYPT,JDK", "CONSCRYPT,CONSCRYPT"})
  void endsInsideAfterTheOtherHasEndedOutside(Engine outer, Engine inner) {
    List<XprtFactory> layers = List.of(serverTls(outer), serverTls(inner));
    SimPair pair = new SimPair(1, SimFaults.NONE, 16384, layers);
    Talker client = pair.connectThrough(List.of(clientTls(outer), clientTls(inner)));
    Talker server = pair.server();
    pair.until(() -> client.isReady() && server.isReady());
    server.deafen(true);
    client.end();
    pair.settle();
    server.deafen(false);
    pair.until(server::hearsNoMore);
    server.end();
    pair.settle();
    assertThat(server.connection.any(ConnFlags.FAREWELL)).isFalse();
    assertThat(server.connection.any(ConnFlags.SOCK_WR_SH)).isTrue();
    end(pair, client, server);
  }

  private static int record(int payload) {
    return RecordInput.HEADER + payload + 17;
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void hearsWhatADialogueGaveBackInsideTls(Engine engine) {
    List<XprtFactory> layers = List.of(serverTls(engine), dialogue(new Returning()));
    XprtFactory tls = clientTls(engine);
    for (int cut = 0; cut <= DATA.length; cut++) {
      SimPair pair = new SimPair(cut, SimFaults.NONE, 1 + cut, layers);
      Talker client = pair.connect(tls);
      client.say(Arrays.copyOf(DATA, cut));
      pair.settle();
      client.say(Arrays.copyOfRange(DATA, cut, DATA.length));
      hears(pair, client, DATA);
    }
  }

  /** What a lower layer holds is not forgotten as the upper one has nothing. */
  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void tlsStandsOnWhatADialogueGaveBack(Engine engine) {
    List<XprtFactory> layers = List.of(dialogue(new Returning()), serverTls(engine));
    SimPair pair = new SimPair(1, SimFaults.NONE, 16384, layers);
    Talker client = pair.connect(clientTls(engine));
    client.say(DATA);
    Talker server = pair.server();
    pair.until(server::isReady);
    assertThat(((StackedXprt) server.ssl()).below().name()).isEqualTo("RAW");
    hears(pair, client, DATA);
  }

  /** Takes some bytes, and gives them back. */
  private static final class Returning implements HandshakeFactory {
    private static final int TAKEN = 7;

    @Override
    public String name() {
      return "returning";
    }

    @Override
    public HandshakeOps create(Connection connection) {
      Buffer taken = Objects.requireNonNull(connection.loop().buffers().take());
      return new Taking(taken);
    }

    private record Taking(Buffer taken) implements HandshakeOps, ReturningHandshake {
      @Override
      public String name() {
        return "returning";
      }

      @Override
      public int advance(Connection connection, XprtOps below) {
        below.rcvBuf(taken, TAKEN - taken.length());
        return taken.length() == TAKEN ? DONE : WaitEvent.RETRY_RECV;
      }

      @Override
      public @Nullable Buffer surrenderInput() {
        return taken;
      }

      @Override
      public void close() {
        // The buffer is another's.
      }

      @Override
      public void describe(StringBuilder to) {
        to.append("returning ").append(taken.length());
      }
    }
  }
}
