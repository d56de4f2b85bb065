package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceSource;
import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.tck.sim.SimFaults;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine that has to say something before it opens a record, and a socket that is full. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BlockedEngineTest {
  private static final HandlerKind COUNTED = HandlerKind.of("test.counted");
  private static final int MORE_THAN_FITS = 300_000;
  private static final byte[] DATA = "data".getBytes(US_ASCII);

  private final int lentBefore = RecordBuffers.ofThread().lent();

  static XprtFactory tls(FakeEngine engine) throws OptionException {
    TraceSource trace = new TraceSource("ssl", "for tests");
    return new SslContext(TlsSettings.back(Trust.NONE), engine.engines(), trace).factory();
  }

  /** The client has filled the socket, and its peer has sent some records. */
  private static SimPair filled(Talker client, Talker server, SimPair pair) {
    pair.until(client::isReady);
    server.deafen(true);
    client.say(new byte[MORE_THAN_FITS]);
    pair.settle();
    assertThat(client.hasSaidAll()).isFalse();
    server.say(FakeEngine.record(DATA));
    server.say(FakeEngine.record(DATA));
    return pair;
  }

  @Test
  void recordsWaitUntilTheAnswerIsInTheKernel() throws Exception {
    FakeEngine engine = new FakeEngine(false);
    SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
    Talker client = pair.connect(tls(engine));
    Talker server = pair.server();
    filled(client, server, pair).settle();

    assertThat(client.heard()).isEmpty();
    assertThat(engine.answers()).isLessThanOrEqualTo(1);
    assertThat(client.connection.isReadOver()).isFalse();

    server.deafen(false);
    pair.until(() -> client.heard().length == 2 * DATA.length && client.hasSaidAll());
    assertThat(new String(client.heard(), US_ASCII)).isEqualTo("datadata");
    assertThat(engine.answers()).isEqualTo(2);
    client.close();
    server.close();
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(lentBefore);
  }

  @Test
  void lookingWaitsToo() throws Exception {
    SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
    Talker client = pair.connect(tls(new FakeEngine(false)));
    Talker server = pair.server();
    pair.until(client::isReady);
    // It subscribes, so that it is told what comes.
    pair.settle();
    client.deafen(true);
    filled(client, server, pair).settle();
    Buffer seen = new Buffer(Arena.ofAuto().allocate(100));

    assertThat(client.ssl().peek(seen, 100)).isZero();

    server.deafen(false);
    pair.until(client::hasSaidAll);
    assertThat(client.ssl().peek(seen, 100)).isEqualTo(2 * DATA.length);
    client.close();
    server.close();
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(lentBefore);
  }

  /** As by updates of keys that ask for one in return. */
  @Test
  void peerThatWantsAnswersAndDoesNotReadThemIsNotHeard() throws Exception {
    FakeEngine engine = FakeEngine.thatAnswersLater();
    SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
    Talker client = pair.connect(tls(engine));
    Talker server = pair.server();
    filled(client, server, pair);
    int records = 1000;
    for (int i = 2; i < records; i++) {
      server.say(FakeEngine.record(DATA));
    }
    pair.settle();

    assertThat(engine.owed()).isLessThanOrEqualTo(1);
    assertThat(client.heard().length).isLessThan(100 * DATA.length);

    server.deafen(false);
    pair.until(() -> client.heard().length == records * DATA.length && client.hasSaidAll());
    assertThat(engine.answers()).isEqualTo(records);
    client.close();
    server.close();
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(lentBefore);
  }

  @Test
  void whoWaitsToReceiveSleepsWhereOnlySendingFailed() throws Exception {
    SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
    Talker client = pair.connect(tls(FakeEngine.thatAnswersNothing()));
    Talker server = pair.server();
    client.deafen(true);
    pair.until(client::isReady);
    pair.settle();
    client.connection.failWrite(ConnError.EPIPE);
    Counter counter = new Counter();
    Tasklet tasklet = new Tasklet(client.connection.loop(), COUNTED, counter);
    client.ssl().subscribe(WaitEvent.RETRY_RECV, new WaitEvent(tasklet));
    pair.settle();
    assertThat(counter.runs).isZero();

    server.say(FakeEngine.record(DATA));
    pair.settle();
    assertThat(counter.runs).isOne();
    client.close();
    server.close();
    tasklet.free();
  }

  /** Counts how often it is woken. */
  private static final class Counter implements TaskletHandler {
    int runs;

    @Override
    public boolean run(int why) {
      runs++;
      return true;
    }

    @Override
    public void failed(Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }

  @Test
  void engineThatNeverSaysItFails() throws Exception {
    SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
    Talker client = pair.connect(tls(new FakeEngine(true)));
    Talker server = pair.server();
    server.say(FakeEngine.record(DATA));
    pair.until(client::hasFailed);
    assertThat(client.connection.error()).isEqualTo(ConnError.SSL_RECORD);
    assertThat(client.connection.errorDetail()).isEqualTo("the engine does not go on");
    client.close();
    server.close();
  }
}
