package io.turnout.tck;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxExitStatus;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.MuxQuery;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.WaitEvent;
import io.turnout.spi.Side;

/** How a mux lives: with streams, without, and how it goes. */
final class LifeRules {
  private static final int SOME = 40;

  /** More than a socket keeps, so that it must be read. */
  private static final int MUCH = 100_000;

  private LifeRules() {}

  static void idle(MuxBench bench) {
    int kind = bench.choose(4);
    leaveAlone(bench);
    switch (kind) {
      case 0 -> {
        bench.peer().send(bench.payload(SOME));
        bench.settle();
        bench.check(
            bench.socketCtl().socket().readable() == 0,
            "%d bytes came with no stream, and %d were not drained",
            SOME,
            bench.socketCtl().socket().readable());
        bench.peer().send(bench.payload(MUCH));
        bench.peer().end();
      }
      case 1 -> bench.peer().end();
      case 2 -> bench.peer().reset();
      default -> {
        bench.connection().fail(ConnError.ERESET);
        boolean there = bench.mux().wake();
        bench.check(!there, "wake on a failed connection with no stream answers true");
      }
    }
    bench.settle();
    bench.check(
        bench.network().descriptors() == 0 && bench.closings() == 1,
        "with no stream, the peer's end or an error has not closed the connection");
    bench.check(
        kind == 2 || bench.peer().failure() == 0 || kind == 3,
        "the peer, which has sent %d bytes and its end, got an error",
        MUCH);
  }

  static void wakesStream(MuxBench bench) {
    bench.open();
    bench.turn();
    int runs = bench.stream().runs();
    boolean there = bench.mux().wake();
    bench.turn();
    bench.check(there, "wake with a stream attached answers false");
    bench.check(bench.stream().runs() == runs + 1, "wake did not run the stream");
    bench.transfer(bench.payload(SOME), bench.payload(SOME));
  }

  /** Opens on the front side, and lets the stream leave; the mux must keep the connection. */
  private static MuxOps leaveAlone(MuxBench bench) {
    bench.openOn(Side.FRONT);
    MuxOps mux = bench.mux();
    bench.stream().receive(1);
    bench.conn().detach();
    bench.settle();
    bench.require(
        Rule.MUX_09,
        bench.network().descriptors() == 1 && mux.equals(bench.connection().mux()),
        "the stream has left a whole connection of a session, which is not kept");
    return mux;
  }

  static void streamCameBetween(MuxBench bench) {
    int kind = bench.choose(2);
    MuxOps mux = leaveAlone(bench);
    if (mux.availStreams() == 0) {
      throw bench.refused("it takes no second stream");
    }
    byte[] bytes = bench.payload(SOME);
    bench.peerSends(bytes);
    if (kind == 1) {
      bench.peer().end();
    }
    // The loop stands still while the bytes come; then the poller's report queues the callback.
    bench.simulation().moveTo(bench.simulation().clock().nanoTime() + 1_000_000_000);
    bench.socketCtl().onReady(Poller.IN | (kind == 1 ? Poller.RDHUP : 0));
    KitStream second = bench.newStream();
    mux.attach(second.conn(), bench.session());
    bench.turn();
    bench.check(second.runs() > 0, "the stream that came between was not woken");
    bench.check(
        bench.network().descriptors() == 1 && second.conn().isAttached(),
        "the connection was destroyed under the stream that came between");
    second.pump();
    bench.peer().end();
    second.end();
    bench.settle();
    bench.checkAllArrived(true);
  }

  static void detach(MuxBench bench) {
    int kind = bench.choose(5);
    if (kind == 0) {
      bench.openOn(Side.BACK);
    } else {
      bench.openOn(Side.FRONT);
    }
    MuxOps mux = bench.mux();
    switch (kind) {
      case 2 -> {
        bench.arrives(bench.payload(SOME), true);
        bench.receiveAll(SOME);
      }
      case 3 -> bench.conn().shut(StreamEndpoint.SHW_NORMAL);
      case 4 -> bench.connection().fail(ConnError.ERESET);
      default -> bench.stream().receive(1);
    }
    bench.conn().detach();
    boolean kept = mux.equals(bench.connection().mux());
    boolean shall = kind == 1;
    bench.check(
        kept == shall && (bench.network().descriptors() == 1) == shall,
        "%s: the connection is %s",
        DETACHES[kind],
        kept ? "kept" : "closed");
  }

  private static final String[] DETACHES = {
    "a stream leaves a connection of the server side",
    "a stream leaves a whole connection of a session",
    "a stream leaves a connection whose peer has ended",
    "a stream leaves a connection whose sending side is shut",
    "a stream leaves a connection that has failed"
  };

  static void destroy(MuxBench bench) {
    int kind = bench.choose(6);
    switch (kind) {
      case 0 -> {
        bench.open();
        bench.stream().receive(1);
        bench.stream().subscribe(WaitEvent.RETRY_RECV);
      }
      case 1 -> leaveAlone(bench);
      case 2 -> bench.openWithInput(bench.chooseSide(), bench.payload(SOME));
      case 3 -> {
        bench.open();
        bench.arrives(bench.payload(SOME), true);
        bench.receiveAll(SOME);
      }
      case 4 -> bench.openWith(bench.chooseSide(), bench.tested());
      default -> {
        bench.open();
        bench.arrives(bench.payload(SOME), false);
      }
    }
    boolean attached = bench.conn().isAttached();
    bench.mux().destroy();
    bench.check(bench.connection().mux() == null, "destroyed, and the connection has a mux still");
    bench.check(bench.network().descriptors() == 0, "destroyed, and the socket is open");
    bench.check(
        !attached || bench.conn().all(StreamFlags.EOS | StreamFlags.ERROR),
        "destroyed, and its stream was told %s",
        ReceivingRules.words(bench.conn()));
    bench.end();
    bench.settle();
    bench.checkNothingLeft(bench.rule());
  }

  static void destroyOfFormer(MuxBench bench) {
    MuxOps former = leaveAlone(bench);
    boolean installed = bench.connection().installMux(bench.partner(), null, null);
    bench.check(installed, "the kit's mux could not be installed in its place");
    former.destroy();
    bench.check(
        bench.network().descriptors() == 1 && bench.connection().mux() != null,
        "a mux that the connection does not point to has closed it");
    bench.transfer(new byte[0], new byte[0]);
  }

  static void answers(MuxBench bench) {
    bench.open();
    Connection connection = bench.connection();
    MuxOps mux = bench.mux();
    bench.check(mux.ctl(MuxQuery.STATUS) == 1, "on a connection that is up STATUS is not 1");
    for (int bit : new int[] {ConnFlags.WAIT_L4, ConnFlags.WAIT_L6, ConnFlags.HANDSHAKE}) {
      connection.set(bit);
      long status = mux.ctl(MuxQuery.STATUS);
      connection.clear(bit);
      StringBuilder name = new StringBuilder();
      ConnFlags.describe(bit, name);
      bench.check(status == 0, "with %s STATUS is %d", name, status);
    }
    long exit = mux.ctl(MuxQuery.EXIT_STATUS);
    bench.check(exit >= 0 && exit < MuxExitStatus.values().length, "EXIT_STATUS is %d", exit);
  }

  static void counts(MuxBench bench) {
    bench.open();
    MuxOps mux = bench.mux();
    bench.check(
        mux.usedStreams() == 1 && mux.availStreams() >= 0,
        "with one stream usedStreams is %d and availStreams %d",
        mux.usedStreams(),
        mux.availStreams());
    if (bench.side() == Side.FRONT) {
      bench.stream().receive(1);
      bench.conn().detach();
      bench.check(
          bench.connection().mux() == null || mux.usedStreams() == 0 && mux.availStreams() > 0,
          "with no stream usedStreams is %d and availStreams %d",
          mux.usedStreams(),
          mux.availStreams());
    }
  }

  static void shutDrains(MuxBench bench) {
    int kind = bench.choose(3);
    if (kind == 2) {
      bench.withTransportThatShutsItself();
    }
    bench.open();
    bench.arrives(bench.payload(SOME * SOME), true);
    int drains = bench.ctl().drains();
    int how = kind == 1 ? StreamEndpoint.SHR_RESET : StreamEndpoint.SHR_DRAIN;
    bench.conn().shut(how | StreamEndpoint.SHW_NORMAL);
    int drained = bench.ctl().drains() - drains;
    if (kind != 0) {
      bench.check(drained == 0, "%s: the socket was drained", SHUTS[kind]);
      return;
    }
    bench.conn().detach();
    bench.settle();
    bench.check(
        bench.peer().hasEnded() && bench.peer().failure() == 0,
        "%s: the peer sees %s",
        SHUTS[kind],
        bench.peer().failure() != 0 ? "a reset" : "no end");
  }

  private static final String[] SHUTS = {
    "reading is shut with SHR_DRAIN",
    "reading is shut with SHR_RESET",
    "reading is shut on a transport that drains by itself"
  };
}
