package io.turnout.tck;

import io.turnout.core.conn.StreamEndpoint;
import io.turnout.spi.Side;
import io.turnout.tck.sim.SimFaults;

/** Whole transfers, on networks of all kinds. */
final class TransferRules {
  private static final int MOST_BYTES = 1 << 15;
  private static final int MOST_SEGMENTS = 60;
  private static final long SOON_NANOS = 300_000_000;

  private TransferRules() {}

  static void bothWays(MuxBench bench) {
    bench.faults(SimFaults.random(bench.random()).withoutFailures());
    bench.open();
    both(bench);
  }

  /** Sends both ways, as much as this network carries in a few steps. */
  static void both(MuxBench bench) {
    bench.stream().splices(bench.random().nextInt(3) > 0);
    bench.transfer(
        bench.payload(bench.anyLength(MOST_BYTES)), bench.payload(bench.anyLength(MOST_BYTES)));
  }

  /** One side ends, the other goes on for long. */
  static void halfClosed(MuxBench bench) {
    boolean peerFirst = bench.choose(2) == 0;
    bench.faults(SimFaults.random(bench.random()).withoutFailures());
    bench.open();
    bench.stream().splices(bench.random().nextBoolean());
    bench.stream().pump();
    byte[] early = bench.payload(bench.anyLength(MOST_BYTES));
    byte[] late = bench.payload(bench.anyLength(MOST_BYTES));
    if (peerFirst) {
      bench.peerSends(early);
      bench.peer().end();
      bench.run(bench.stream()::hasEnded);
      bench.streamSends(late);
      bench.stream().end();
    } else {
      bench.streamSends(early);
      bench.stream().end();
      bench.run(bench.peer()::hasEnded);
      bench.peerSends(late);
      bench.peer().end();
    }
    bench.settle();
    bench.checkAllArrived(true);
  }

  /** Something breaks off in the middle: the peer, the stream, or the network. */
  static void brokenOff(MuxBench bench) {
    bench.faults(SimFaults.random(bench.random()).withResets(bench.random().nextInt(20)));
    Side side = bench.chooseSide();
    bench.openWith(side, bench.tested());
    bench.stream().splices(bench.random().nextBoolean());
    bench.stream().pump();
    bench.runs(bench::isPeerMade);
    bench.peerSends(bench.payload(bench.anyLength(MOST_BYTES)));
    bench.streamSends(bench.payload(bench.anyLength(MOST_BYTES)));
    long when = bench.random().nextLong(SOON_NANOS);
    int how = bench.random().nextInt(6);
    bench.simulation().after(when, () -> breakOff(bench, how));
    bench.settle();
  }

  private static void breakOff(MuxBench bench, int how) {
    switch (how) {
      case 0 -> bench.peer().reset();
      case 1 -> bench.peer().close();
      case 2 -> bench.conn().shut(StreamEndpoint.SHR_DRAIN | StreamEndpoint.SHW_SILENT);
      case 3 -> bench.conn().shut(StreamEndpoint.SHR_RESET | StreamEndpoint.SHW_NORMAL);
      case 4 -> bench.conn().detach();
      default -> bench.connection().release();
    }
  }

  /** The peer stops reading for a while, then goes on; nothing is lost, nothing spins. */
  static void backPressure(MuxBench bench) {
    SimFaults faults = SimFaults.random(bench.random());
    while (faults.sendBytes() + faults.receiveBytes() > MOST_SEGMENTS * faults.segmentBytes()) {
      faults = SimFaults.random(bench.random());
    }
    bench.faults(faults.withoutFailures());
    bench.open();
    bench.stream().splices(bench.random().nextBoolean());
    bench.stream().pump();
    bench.peer().reading(false);
    byte[] much = bench.payload(2 * (faults.sendBytes() + faults.receiveBytes()));
    bench.streamSends(much);
    bench.peerSends(bench.payload(bench.anyLength(MOST_BYTES)));
    bench.settle();
    bench.peer().reading(true);
    bench.peer().end();
    bench.stream().end();
    bench.settle();
    bench.checkAllArrived(true);
  }
}
