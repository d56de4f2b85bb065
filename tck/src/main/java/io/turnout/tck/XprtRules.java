package io.turnout.tck;

import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.net.ConnectOptions;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Side;
import io.turnout.spi.XprtProvider;
import io.turnout.tck.sim.SimFaults;

/** What a transport does for who uses it. */
final class XprtRules {
  private static final int RECV = WaitEvent.RETRY_RECV;
  private static final int SEND = WaitEvent.RETRY_SEND;
  private static final int SOME = 40;

  /** Many fit into what peers say, and there is a run for each byte of one. */
  static final int PIECE_BYTES = 64;

  private static final int MOST_BYTES = 1 << 14;
  private static final int MORE_THAN_FITS = 200_000;

  private XprtRules() {}

  static void describesItself(XprtBench bench) {
    XprtProvider provider = bench.kit().provider();
    ProviderRules.named(bench, provider, provider.newFactory(new Traces()).name());
  }

  static void oneForEachConnection(XprtBench bench) {
    bench.open();
    Connection other = Connection.outgoing(bench.loop(), () -> "another");
    bench.network().connect(other, bench.unserved(), ConnectOptions.DEFAULT);
    bench.install(other);
    XprtOps made = other.xprt();
    bench.check(
        made != null && !made.equals(bench.xprt()), "two connections have the same transport");
    other.release();
  }

  static void bytesAndEndTogether(XprtBench bench) {
    int length = 1 + bench.choose(SOME);
    bench.open();
    bench.arrives(bench.payload(length), true);
    int calls = 0;
    while (bench.gotBytes() < length) {
      bench.check(calls++ < SOME, "of %d bytes only %d come", length, bench.gotBytes());
      if (bench.receive(2 * SOME) == 0) {
        bench.subscribe(RECV);
        bench.settle();
      }
    }
    bench.check(
        bench.connection().any(ConnFlags.SOCK_RD_SH)
            || !bench.ctl().mayRecv()
            || !bench.tellsEndWithBytes(),
        "the end came with the last bytes, and is not reported with them");
    for (int i = 0; !bench.connection().any(ConnFlags.SOCK_RD_SH) && i < 3; i++) {
      bench.subscribe(RECV);
      bench.settle();
      bench.receive(SOME);
    }
    for (int i = 0; i < 3; i++) {
      int count = bench.receive(SOME);
      bench.check(count == 0, "after the end rcvBuf answers %d", count);
    }
    bench.check(bench.connection().any(ConnFlags.SOCK_RD_SH), "the end is not reported");
  }

  static void shortRead(XprtBench bench) {
    bench.open();
    bench.arrives(bench.payload(SOME), false);
    int before = bench.ctl().vainRecvs();
    int count = bench.receive(10 * SOME);
    int recvs = bench.ctl().vainRecvs() - before;
    bench.check(
        recvs == 0,
        "%d bytes came, fewer than there was room for, and recv was called %d times more",
        count,
        recvs);
  }

  static void closeWakes(XprtBench bench) {
    bench.open();
    bench.receive(1);
    bench.subscribe(RECV);
    int runs = bench.runs();
    bench.connection().release();
    bench.turn();
    bench.check(
        bench.runs() > runs && bench.waiter().events() == 0,
        "the connection is closed, and who waits for it was not woken");
  }

  static void proves(XprtBench bench) {
    bench.open();
    Connection connection = bench.connection();
    bench.sends(bench.payload(SOME));
    connection.set(ConnFlags.WAIT_L4);
    int sent = bench.sendOnce(2 * SOME);
    bench.check(sent > 0, "on a connection that is up sndBuf answers 0");
    bench.check(!connection.any(ConnFlags.WAIT_L4), "%d bytes left, and WAIT_L4 stands", sent);
    bench.arrives(bench.payload(SOME), true);
    connection.set(ConnFlags.WAIT_L4);
    int received = bench.receive(SOME);
    bench.check(received > 0, "%d bytes came, and rcvBuf answers 0", SOME);
    bench.check(!connection.any(ConnFlags.WAIT_L4), "%d bytes came, and WAIT_L4 stands", received);
    bench.transfer();
  }

  static void noEndWhileWaiting(XprtBench bench) {
    bench.open(Side.BACK);
    int count = bench.receive(SOME);
    bench.check(
        count == 0 && !bench.connection().any(ConnFlags.SOCK_RD_SH | ConnFlags.ERROR),
        "before the connection is up rcvBuf answers %d and reports an end",
        count);
    bench.awaitConnected();
    bench.arrives(bench.payload(SOME), true);
    bench.transfer();
  }

  static void bothDirections(XprtBench bench) {
    bench.open();
    fillUp(bench);
    bench.receive(1);
    int runs = bench.runs();
    bench.subscribe(RECV);
    bench.subscribe(SEND);
    bench.peerSends(bench.payload(SOME));
    bench.settle();
    bench.check(
        bench.runs() > runs && !bench.waiter().waits(RECV),
        "bytes came, and receiving was not delivered");
    bench.check(
        bench.waiter().waits(SEND) || bench.ctl().maySend(),
        "sending was delivered, and there is no room");
    bench.peer().reading(true);
    bench.settle();
    bench.check(!bench.waiter().waits(SEND), "room came, and sending was not delivered");
    bench.transfer();
  }

  private static void fillUp(XprtBench bench) {
    bench.peer().reading(false);
    bench.sends(bench.payload(MORE_THAN_FITS));
    boolean more = true;
    while (more) {
      more = bench.sendOnce(SOME * SOME) > 0;
      if (!more) {
        bench.settle();
        more = bench.sendOnce(SOME * SOME) > 0;
      }
    }
  }

  static void wakesOnce(XprtBench bench) {
    bench.open();
    int runs = bench.runs();
    bench.arrives(bench.payload(SOME), false);
    bench.check(bench.runs() == runs + 1, "one delivery woke %d times", bench.runs() - runs);
    if (bench.ctl().mayRecv()) {
      bench.subscribe(RECV);
      // What stands on another has to try before it knows.
      bench.check(
          bench.kit().standsOnAnother() || !bench.waiter().waits(RECV),
          "what is ready already was recorded as awaited");
      bench.settle();
      bench.check(bench.runs() == runs + 2, "what is ready already did not wake");
    }
    bench.transfer();
  }

  static void takesBack(XprtBench bench) {
    bench.open();
    bench.receive(1);
    bench.subscribe(RECV);
    bench.unsubscribe(RECV);
    bench.check(bench.waiter().events() == 0, "unsubscribed, and awaited still");
    int runs = bench.runs();
    bench.peerSends(bench.payload(SOME));
    bench.settle();
    bench.check(bench.runs() == runs, "unsubscribed, and woken");
    bench.transfer();
  }

  static void shutDrains(XprtBench bench) {
    bench.open();
    bench.arrives(bench.payload(SOME * SOME), true);
    int drains = bench.ctl().drains();
    int recvs = bench.ctl().recvs();
    boolean itself = bench.xprt().shutRead(true);
    if (!itself) {
      bench.check(
          bench.ctl().drains() == drains && bench.ctl().recvs() == recvs,
          "shutRead leaves the socket to its caller, and has read from it");
      bench.connection().drain();
    }
    bench.connection().release();
    bench.settle();
    bench.check(
        bench.peer().hasEnded() && bench.peer().failure() == 0,
        "shutRead answers %b; the socket was closed, and the peer sees a reset",
        itself);
  }

  static void traces(XprtBench bench) {
    Traces own = new Traces();
    bench.test(bench.kit().provider().newFactory(own));
    ProviderRules.tellsWhileOn(
        bench,
        own,
        () -> {
          bench.open();
          bench.peerSends(bench.payload(SOME));
          bench.sends(bench.payload(SOME));
          bench.transfer();
          bench.connection().release();
        });
  }

  static void bothWays(XprtBench bench) {
    bench.faults(SimFaults.random(bench.random()).withoutFailures());
    bench.open();
    bench.peerSends(bench.payload(bench.anyLength(MOST_BYTES)));
    bench.sends(bench.payload(bench.anyLength(MOST_BYTES)));
    bench.transfer();
  }

  /** The peer's bytes come in two parts, with all the time in the world between them. */
  static void cutAtEachPlace(XprtBench bench) {
    Side side = bench.choose(2) == 0 ? Side.FRONT : Side.BACK;
    bench.peerPausesAfter(bench.choose(Integer.MAX_VALUE));
    bench.open(side);
    bench.run(bench::isPeerMade);
    bench.peerSends(bench.payload(SOME));
    bench.sends(bench.payload(SOME));
    bench.startPumping();
    bench.settle();
    bench.peer().goOn();
    bench.awaitConnected();
    bench.transfer();
  }

  /** A piece ends at each place of all that the peer says in one run or another. */
  static void piecesThatEndAtEachPlace(XprtBench bench) {
    Side side = bench.choose(2) == 0 ? Side.FRONT : Side.BACK;
    int first = 1 + bench.choose(PIECE_BYTES + 1);
    boolean single = first > PIECE_BYTES;
    bench.peerSpeaksInPieces(single ? 1 : first, single ? 1 : PIECE_BYTES);
    bench.open(side);
    bench.run(bench::isPeerMade);
    bench.peerSends(bench.payload(SOME));
    bench.sends(bench.payload(SOME));
    bench.startPumping();
    bench.awaitConnected();
    bench.transfer();
  }

  static void brokenOff(XprtBench bench) {
    bench.faults(SimFaults.random(bench.random()).withResets(bench.random().nextInt(20)));
    bench.open(bench.choose(2) == 0 ? Side.FRONT : Side.BACK);
    bench.runs(bench::isPeerMade);
    bench.peerSends(bench.payload(bench.anyLength(MOST_BYTES)));
    bench.sends(bench.payload(bench.anyLength(MOST_BYTES)));
    bench.startPumping();
    bench.breakOffSoon();
    bench.settle();
  }
}
