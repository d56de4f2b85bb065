package io.turnout.tck;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Side;
import io.turnout.tck.sim.SimFaults;

/** How a mux passes on subscriptions, and what it traces. */
final class SubscriptionRules {
  private static final int RECV = WaitEvent.RETRY_RECV;
  private static final int SEND = WaitEvent.RETRY_SEND;
  private static final int SOME = 40;
  private static final int MORE_THAN_FITS = 200_000;

  private SubscriptionRules() {}

  static void afterAnAttempt(MuxBench bench) {
    bench.faults(SimFaults.random(bench.random()).withoutFailures());
    bench.open();
    bench.transfer(bench.payload(10 * SOME), bench.payload(10 * SOME));
  }

  static void oneSubscriber(MuxBench bench) {
    bench.open();
    fillUp(bench);
    ConnStream conn = bench.conn();
    bench.stream().receive(1);
    int runs = bench.stream().runs();
    bench.stream().subscribe(RECV);
    bench.stream().subscribe(SEND);
    bench.peerSends(bench.payload(SOME));
    bench.settle();
    bench.check(
        bench.stream().runs() > runs && !conn.waitEvent().waits(RECV),
        "bytes came, and receiving was not delivered");
    bench.check(
        conn.waitEvent().waits(SEND) || bench.ctl().maySend(),
        "sending was delivered, and there is no room");
    bench.peer().reading(true);
    bench.settle();
    bench.check(!conn.waitEvent().waits(SEND), "room came, and sending was not delivered");
    bench.transfer(bench.payload(SOME), new byte[0]);
  }

  /** The peer does not read: sends until there is no room. */
  private static void fillUp(MuxBench bench) {
    bench.peer().reading(false);
    bench.streamSends(bench.payload(MORE_THAN_FITS));
    int rounds = 0;
    while (bench.stream().sendOnce(SOME * SOME) > 0) {
      bench.require(Rule.INV_06, rounds++ < MORE_THAN_FITS, "sndBuf takes bytes for ever");
    }
    bench.settle();
    while (bench.stream().sendOnce(SOME * SOME) > 0) {
      bench.settle();
    }
  }

  static void wakesOnce(MuxBench bench) {
    bench.open();
    ConnStream conn = bench.conn();
    bench.turn();
    int runs = bench.stream().runs();
    bench.arrives(bench.payload(SOME), false);
    int ran = bench.stream().runs() - runs;
    bench.check(ran == 1, "for one delivery the stream ran %d times", ran);
    bench.receiveAll(SOME);
    bench.check(
        bench.stream().gotBytes() > 0, "the stream was woken, and there is nothing to receive");
    bench.peerSends(bench.payload(SOME));
    bench.settle();
    boolean ready = bench.ctl().mayRecv();
    runs = bench.stream().runs();
    bench.stream().subscribe(RECV);
    bench.check(
        !ready || !conn.waitEvent().waits(RECV), "what is ready already was recorded as awaited");
    bench.settle();
    ran = bench.stream().runs() - runs;
    bench.check(
        ran == 1 && !conn.waitEvent().waits(RECV),
        "subscribed for bytes that are there, the stream ran %d times",
        ran);
    bench.transfer(bench.payload(SOME), bench.payload(SOME));
  }

  static void takesBack(MuxBench bench) {
    bench.open();
    bench.turn();
    bench.stream().receive(1);
    bench.stream().subscribe(RECV);
    bench.conn().unsubscribe(RECV);
    bench.check(
        bench.conn().waitEvent().events() == 0,
        "unsubscribed, events %d are awaited still",
        bench.conn().waitEvent().events());
    int runs = bench.stream().runs();
    bench.peerSends(bench.payload(SOME));
    bench.settle();
    int ran = bench.stream().runs() - runs;
    bench.check(ran == 0, "unsubscribed, the stream ran %d times", ran);
    fillUp(bench);
    bench.stream().subscribe(SEND);
    bench.conn().unsubscribe(RECV | SEND);
    bench.peer().reading(true);
    bench.transfer(bench.payload(SOME), new byte[0]);
  }

  static void withoutTransport(MuxBench bench) {
    if (!bench.kit().provider().sides().contains(Side.BACK)) {
      throw bench.refused("it does not serve that side");
    }
    bench.failToConnect();
    Connection connection = bench.connection();
    connection.fail(ConnError.EREFUSED);
    bench.install(bench.tested(), null);
    ConnStream conn = bench.conn();
    bench.stream().subscribe(RECV);
    conn.endpoint().unsubscribe(conn.waitEvent().events(), conn.waitEvent());
    int count = bench.stream().receive(SOME);
    bench.check(count == 0, "without a transport rcvBuf answers %d", count);
    bench.check(
        conn.all(StreamFlags.EOS | StreamFlags.ERROR),
        "after rcvBuf without a transport the flags are %s",
        ReceivingRules.words(conn));
    bench.stream().send(bench.payload(SOME));
    count = bench.stream().sendOnce(SOME);
    bench.check(count == 0, "without a transport sndBuf answers %d", count);
    conn.shut(StreamEndpoint.SHW_NORMAL | StreamEndpoint.SHR_DRAIN);
    conn.detach();
    bench.check(connection.mux() == null, "the stream has left, and the mux has not gone");
  }

  static void traces(MuxBench bench) {
    Traces own = new Traces();
    bench.test(bench.kit().provider().newFactory(own));
    ProviderRules.tellsWhileOn(
        bench,
        own,
        () -> {
          bench.open();
          bench.transfer(bench.payload(SOME), bench.payload(SOME));
          bench.conn().detach();
        });
  }
}
