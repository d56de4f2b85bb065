package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.tck.sim.SimFaults;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a layer gives back, however its connection ends. */
class ClosedTest {
  private static final byte[] DATA = "data".getBytes(US_ASCII);

  private final int lentBefore = RecordBuffers.ofThread().lent();

  @AfterEach
  void everyBufferIsBack() {
    assertThat(RecordBuffers.ofThread().lent()).isEqualTo(lentBefore);
  }

  @Test
  void engineIsFreedOnce() throws Exception {
    FakeEngine engine = FakeEngine.thatAnswersNothing();
    SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
    Talker client = pair.connect(BlockedEngineTest.tls(engine));
    pair.until(client::isReady);
    client.close();
    client.close();
    pair.server().close();
    assertThat(engine.freed()).isOne();
  }

  @Test
  void engineIsFreedAlsoWhereTheLayerAboveIsBroken() throws Exception {
    FakeEngine engine = FakeEngine.thatAnswersNothing();
    SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
    Talker client = pair.connect(BlockedEngineTest.tls(engine));
    pair.until(client::isReady);
    client.deafen(true);
    pair.settle();
    Connection connection = client.connection;
    int living = connection.loop().scheduler().living();
    forgetfulSubscriber(client);
    connection.close();
    assertThat(engine.freed()).isOne();
    assertThat(connection.loop().scheduler().living()).isLessThan(living);
    assertThat(connection.loop().faults().counts()).hasSize(1);
    pair.settle();
    assertThat(pair.server().hearsNoMore()).isTrue();
  }

  /** Rule XPRT-03: whoever has little room hears of the failure with the same call. */
  @Test
  void recordThatCannotBeOpenedLeavesNothingUnread() throws Exception {
    SimPair pair = new SimPair(1, SimFaults.NONE, null, 16384);
    Talker client = pair.connect(BlockedEngineTest.tls(FakeEngine.thatRefusesRecords()));
    Talker server = pair.server();
    pair.until(client::isReady);
    // It subscribes, so that it is told what comes.
    pair.settle();
    client.deafen(true);
    server.say(FakeEngine.record(DATA));
    pair.settle();
    Buffer few = new Buffer(Arena.ofAuto().allocate(2));
    assertThat(client.ssl().rcvBuf(few, 2)).isZero();
    assertThat(client.connection.error()).isEqualTo(ConnError.SSL_RECORD);
    assertThat(client.connection.isReadOver()).isTrue();
    client.close();
    server.close();
  }

  /** It has freed its tasklet, and waits all the same. */
  private static void forgetfulSubscriber(Talker client) {
    TaskletHandler handler =
        new TaskletHandler() {
          @Override
          public boolean run(int why) {
            return true;
          }

          @Override
          public void failed(Throwable thrown) {
            throw new AssertionError(thrown);
          }
        };
    Connection connection = client.connection;
    Tasklet tasklet = new Tasklet(connection.loop(), HandlerKind.of("test.forgetful"), handler);
    client.ssl().subscribe(WaitEvent.RETRY_RECV, new WaitEvent(tasklet));
    tasklet.free();
  }
}
