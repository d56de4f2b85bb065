package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.trace.TraceSource;
import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.tck.sim.SimFaults;
import io.turnout.tck.sim.SimNetwork;
import io.turnout.tck.sim.Simulation;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Peers that always have one more record, with nothing in it: the loop is not theirs alone. */
class EndlessPeerTest {
  private static final int MANY = 1000;
  private static final int A_FEW = 100;
  private static final int TURNS = 20;
  private static final byte[] NOTHING = FakeEngine.record(new byte[0]);
  private static final byte[] DATA = "data".getBytes(US_ASCII);

  private final EventLoop loop =
      new SimNetwork(new Simulation(1), SimFaults.NONE).newLoop(0, 16384, 100, true);

  /** Another one of the loop, who sees how much the peer is heard between two of its runs. */
  private final class Other implements TaskletHandler {
    private final EndlessXprt wire;
    private final Tasklet tasklet = new Tasklet(loop, HandlerKind.of("test.other"), this);
    private final List<Integer> given = new ArrayList<>();

    Other(EndlessXprt wire) {
      this.wire = wire;
      tasklet.wake(Tasklet.WOKEN_MSG);
    }

    void assertIsServed() {
      assertThat(given).hasSize(TURNS).allMatch(count -> count <= A_FEW);
      assertThat(given.stream().mapToInt(count -> count).sum()).isGreaterThan(A_FEW);
    }

    @Override
    public boolean run(int why) {
      given.add(wire.given());
      if (given.size() < TURNS) {
        tasklet.wake(Tasklet.WOKEN_MSG);
      }
      return true;
    }

    @Override
    public void failed(Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }

  private Talker on(EndlessXprt wire, XprtFactory tls) {
    Connection connection = Connection.outgoing(loop, () -> "peer");
    connection.installXprt(wire);
    connection.installXprt(tls);
    return new Talker(connection, 1024);
  }

  private static XprtFactory fake(FakeEngine engine) throws OptionException {
    TraceSource trace = new TraceSource("ssl", "for tests");
    return new SslContext(TlsSettings.back(Trust.NONE), engine.engines(), trace).factory();
  }

  @Test
  void warningsInTheHandshakeLetOthersRun() {
    byte[] warning = HexFormat.of().parseHex("1503030002015a");
    TlsSettings asks =
        TlsSettings.back(Certificates.trust(Verify.REQUIRED))
            .withEngine(Engine.JDK)
            .withPolicy(EngineConformance.version("TLSv1.2"));
    EndlessXprt wire = new EndlessXprt(new byte[0], warning);
    Talker client = on(wire, EngineConformance.context(asks).factory());
    List<Integer> given = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      loop.turn(0);
      given.add(wire.given());
    }
    assertThat(given).allMatch(count -> count <= A_FEW);
    assertThat(given.stream().mapToInt(count -> count).sum()).isGreaterThan(A_FEW);
    assertThat(client.connection.any(ConnFlags.WAIT_L6)).isTrue();
    assertThat(client.connection.error()).isEqualTo(ConnError.NONE);
    client.close();
  }

  @Test
  void emptyRecordsLetOthersRun() throws Exception {
    EndlessXprt wire = new EndlessXprt(new byte[0], NOTHING);
    Talker client = on(wire, fake(FakeEngine.thatAnswersNothing()));
    client.deafen(true);
    loop.turn(0);
    wire.given();
    Buffer into = new Buffer(Arena.ofAuto().allocate(100));

    assertThat(client.ssl().rcvBuf(into, 100)).isZero();
    assertThat(wire.given()).isBetween(1, A_FEW);
    assertThat(client.ssl().peek(into, 100)).isZero();
    assertThat(wire.given()).isBetween(1, A_FEW);

    client.deafen(false);
    Other other = new Other(wire);
    loop.turn(0);
    other.assertIsServed();
    assertThat(client.connection.error()).isEqualTo(ConnError.NONE);
    client.close();
  }

  @Test
  void whatComesBehindEmptyRecordsIsReceived() throws Exception {
    SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
    Talker client = pair.connect(fake(FakeEngine.thatAnswersNothing()));
    Talker server = pair.server();
    for (int i = 0; i < MANY; i++) {
      server.say(NOTHING);
    }
    server.say(FakeEngine.record(DATA));
    pair.until(() -> client.heard().length == DATA.length);
    client.close();
    server.close();
  }

  @Test
  void engineThatStandsStillInTheHandshakeFails() throws Exception {
    Talker client =
        on(new EndlessXprt(new byte[0], FakeEngine.record(DATA)), fake(FakeEngine.neverReady()));
    loop.turn(0);
    loop.turn(0);
    assertThat(client.connection.error()).isEqualTo(ConnError.SSL_HANDSHAKE);
    assertThat(client.connection.errorDetail()).isEqualTo("the engine does not go on");
    client.close();
  }
}
