package io.turnout.tck;

import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.StreamFlags;
import io.turnout.spi.Side;

/** What a mux tells its stream when the stream receives. */
final class ReceivingRules {
  private static final int SOME = 40;

  private ReceivingRules() {}

  static void noRoom(MuxBench bench) {
    bench.open();
    bench.arrives(bench.payload(SOME), false);
    ConnStream conn = bench.conn();
    int calls = bench.xprt().calls();
    int count = bench.stream().receive(0);
    bench.check(count == 0, "rcvBuf(max 0) answers %d", count);
    int asked = bench.xprt().calls() - calls;
    bench.check(asked == 0, "rcvBuf(max 0) has asked the transport %d times", asked);
    bench.check(
        conn.all(StreamFlags.RCV_MORE | StreamFlags.WANT_ROOM),
        "after rcvBuf(max 0) the flags are %s",
        words(conn));
    bench.receiveAll(SOME);
    bench.check(!conn.any(StreamFlags.WANT_ROOM), "with room, WANT_ROOM stands still");
    bench.transfer(bench.payload(SOME), bench.payload(SOME));
  }

  static void moreUntilTheEnd(MuxBench bench) {
    bench.open();
    ConnStream conn = bench.conn();
    bench.check(conn.any(StreamFlags.RCV_MORE), "at the beginning the flags are %s", words(conn));
    bench.arrives(bench.payload(SOME), true);
    int step = 1 + bench.choose(SOME + 1);
    while (!conn.any(StreamFlags.EOS)) {
      bench.check(conn.any(StreamFlags.RCV_MORE), "before the end the flags are %s", words(conn));
      int before = bench.stream().gotBytes();
      if (bench.stream().receive(step) == 0 && !conn.any(StreamFlags.EOS)) {
        bench.receiveAll(step);
      }
      bench.check(
          conn.any(StreamFlags.EOS) || bench.stream().gotBytes() > before,
          "nothing more can happen, and the end was not reported");
    }
    bench.stream().receive(1);
    bench.stream().receive(0);
    bench.check(!conn.any(StreamFlags.RCV_MORE), "after the end the flags are %s", words(conn));
    bench.checkAllArrived(false);
  }

  static void endStays(MuxBench bench) {
    bench.open();
    bench.arrives(bench.payload(SOME), true);
    bench.receiveAll(1 + bench.choose(SOME + 1));
    ConnStream conn = bench.conn();
    for (int i = 0; i < 3; i++) {
      bench.check(
          conn.all(StreamFlags.EOI | StreamFlags.EOS),
          "after the end the flags are %s",
          words(conn));
      bench.stream().receive(i);
    }
    bench.streamSends(bench.payload(SOME));
    bench.stream().sendOnce(SOME);
    bench.check(conn.all(StreamFlags.EOI | StreamFlags.EOS), "after a send the end is gone");
    bench.stream().pump();
    bench.stream().end();
    bench.settle();
    bench.checkAllArrived(true);
  }

  static void splicing(MuxBench bench) {
    boolean possible = bench.choose(2) == 0;
    if (!possible) {
      bench.withoutSplicing();
    }
    byte[] input = bench.payload(bench.choose(2) * SOME);
    Side side = bench.chooseSide();
    bench.openWithInput(side, input);
    ConnStream conn = bench.conn();
    boolean offers = conn.splice() != null;
    checkPermission(bench, input.length);
    while (bench.stream().gotBytes() < input.length && bench.stream().receive(7) > 0) {
      checkPermission(bench, input.length);
    }
    bench.stream().splices(true);
    bench.transfer(bench.payload(50 * SOME), bench.payload(50 * SOME));
    if (possible && !offers) {
      throw bench.refused("it has no SpliceEndpoint");
    }
  }

  private static void checkPermission(MuxBench bench, int input) {
    ConnStream conn = bench.conn();
    boolean permitted = conn.any(StreamFlags.MAY_SPLICE);
    int kept = input - bench.stream().gotBytes();
    bench.check(
        !permitted || kept <= 0, "MAY_SPLICE is set, and %d bytes wait to be received", kept);
    bench.check(!permitted || conn.splice() != null, "MAY_SPLICE is set without a SpliceEndpoint");
  }

  static void appends(MuxBench bench) {
    bench.open();
    bench.arrives(bench.payload(SOME), false);
    byte[] held = bench.payload(5);
    int count = bench.stream().receiveBehind(held, SOME);
    bench.check(count > 0, "%d bytes came, and rcvBuf answers 0", SOME);
    bench.transfer(bench.payload(SOME), bench.payload(SOME));
  }

  static void inputFirst(MuxBench bench) {
    int length = 1 + bench.choose(SOME);
    int step = 1 + bench.choose(5) * 10;
    Side side = bench.chooseSide();
    bench.openWithInput(side, bench.payload(length));
    if (bench.stream().gotBytes() < length) {
      bench.stream().receive(step);
      bench.check(bench.stream().gotBytes() > 0, "rcvBuf gives none of the %d bytes", length);
    }
    bench.transfer(bench.payload(SOME), bench.payload(SOME));
  }

  static void noEndWhileWaiting(MuxBench bench) {
    Side side = bench.chooseSide();
    bench.openWith(side, bench.tested());
    if (side == Side.BACK) {
      bench.stream().receive(SOME);
      bench.check(
          !bench.conn().any(StreamFlags.EOS | StreamFlags.EOI | StreamFlags.ERROR),
          "before the connection is up the flags are %s",
          words(bench.conn()));
    }
    bench.awaitConnected();
    bench.arrives(bench.payload(1 + bench.choose(SOME)), true);
    bench.receiveAll(2 * SOME);
    bench.check(bench.conn().any(StreamFlags.EOS), "the peer has ended, and EOS is not set");
    bench.checkAllArrived(false);
  }

  static String words(ConnStream conn) {
    StringBuilder text = new StringBuilder();
    StreamFlags.describe(conn.flags(), text);
    return text.toString();
  }
}
