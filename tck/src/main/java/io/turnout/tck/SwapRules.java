package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.Session;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.conn.Swappable;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Side;
import io.turnout.tck.sim.SimFaults;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a mux takes over a living connection, and how it is left. */
final class SwapRules {
  /** The length of a stream that is swapped at each of its offsets. */
  static final int LENGTH = 24;

  private static final int OFFSETS = LENGTH + 1;

  /** So many seeds go through all cases of {@link #atEveryOffset}. */
  static final int ALL_OFFSETS = 2 * 2 * 3 * 3 * OFFSETS;

  private static final int MOST_SWAPS = 12;
  private static final long SPREAD_NANOS = 400_000_000;

  private SwapRules() {}

  static void objection(MuxBench bench) {
    bench.open();
    bench.arrives(bench.payload(LENGTH), false);
    MuxOps mux = bench.mux();
    SwapOutcome said = SwapOutcome.REFUSED;
    if (mux instanceof Swappable swappable) {
      said = swappable.objection();
      bench.check(
          said == null || said == SwapOutcome.REFUSED || said == SwapOutcome.BUSY,
          "objection() answers %s",
          String.valueOf(said));
      bench.check(swappable.objection() == said, "objection() answers otherwise when asked again");
    }
    bench.receiveAll(LENGTH);
    if (said == SwapOutcome.REFUSED) {
      SwapOutcome outcome = bench.swaps().to(bench.partner());
      bench.check(
          outcome == SwapOutcome.REFUSED && mux.equals(bench.connection().mux()),
          "it refuses to be left, and the swap is %s",
          outcome);
    }
    bench.transfer(bench.payload(LENGTH), bench.payload(LENGTH));
    if (said == SwapOutcome.REFUSED) {
      throw bench.refused("it refuses to be left");
    }
  }

  /** The tested mux serves, and was given bytes that the stream has not received yet. */
  static void openHolding(MuxBench bench, int length) {
    Side side = bench.chooseSide();
    bench.partnerReadsAhead(length);
    bench.openWith(side, bench.partner());
    bench.awaitConnected();
    bench.arrives(bench.payload(length), false);
    bench.swaps().toTested();
    // From here on the partner takes only what it is given.
    bench.partnerReadsAhead(0);
  }

  static void leavesNothingBehind(MuxBench bench) {
    int length = 1 + bench.choose(LENGTH);
    int read = Math.min(length, bench.choose(3) * (1 + length / 2));
    openHolding(bench, length);
    if (read > 0) {
      bench.stream().receive(read);
    }
    Probe[] probes = new Probe[1];
    bench.partnerIs(
        new ReferenceMuxProvider(
                "probe", (conn, trace) -> probes[0] = new Probe(bench, conn, trace))
            .newFactory(new Traces()));
    bench.swaps().awayOrRefuse();
    bench.check(probes[0] != null && probes[0].started, "the next mux was not started");
    bench.receiveAll(LENGTH);
    int missing = length - bench.stream().gotBytes();
    bench.check(
        missing <= 0, "%d of %d bytes that it was given at its init are lost", missing, length);
    bench.transfer(bench.payload(LENGTH), bench.payload(LENGTH));
  }

  /** Looks around when it is started. */
  private static final class Probe extends ReferenceMux {
    private final MuxBench bench;
    private boolean started;

    Probe(MuxBench bench, Connection connection, TraceSource trace) {
      super(connection, trace, 0);
      this.bench = bench;
    }

    @Override
    public boolean init(
        @Nullable ConnStream existing, @Nullable Session session, @Nullable Buffer leftover) {
      started = true;
      bench.check(
          !bench.xprt().isSubscribed(), "it is left, and somebody is subscribed to the transport");
      bench.require(
          Rule.SWAP_04,
          existing != null && existing.equals(bench.conn()),
          "it is left, and has not handed over its stream");
      return super.init(existing, session, leftover);
    }
  }

  static void failedSwap(MuxBench bench) {
    int length = 1 + bench.choose(LENGTH);
    boolean throwing = bench.choose(2) == 1;
    openHolding(bench, length);
    bench.stream().receive(length / 2);
    MuxOps before = bench.mux();
    bench.partnerIs(
        new ReferenceMuxProvider(
                "failing",
                (conn, trace) ->
                    new ReferenceMux(conn, trace, 0) {
                      @Override
                      public boolean init(
                          @Nullable ConnStream existing,
                          @Nullable Session session,
                          @Nullable Buffer leftover) {
                        if (throwing) {
                          throw bench.expect(new IllegalStateException("it cannot start"));
                        }
                        return false;
                      }
                    })
            .newFactory(new Traces()));
    SwapOutcome outcome = bench.swaps().to(bench.partner());
    if (outcome == SwapOutcome.REFUSED) {
      throw bench.refused("it refuses to be left");
    }
    bench.check(
        outcome == SwapOutcome.FAILED || outcome == SwapOutcome.BUSY,
        "the next mux could not be started, and the swap is %s",
        outcome);
    bench.check(
        before.equals(bench.connection().mux()) && bench.conn().isAttached(),
        "after a swap that failed it does not serve its stream");
    bench.receiveAll(LENGTH);
    int missing = length - bench.stream().gotBytes();
    bench.check(missing <= 0, "after a swap that failed %d bytes are lost", missing);
    bench.transfer(bench.payload(LENGTH), bench.payload(LENGTH));
  }

  static void failedInit(MuxBench bench) {
    if (!bench.kit().provider().sides().contains(Side.FRONT)) {
      throw bench.refused("it does not serve that side");
    }
    bench.openWith(Side.FRONT, bench.partner());
    MuxOps before = bench.mux();
    bench.conn().detach();
    bench.refuseStreams();
    byte[] bytes = bench.payload(LENGTH);
    Buffer input = bench.bufferOf(bytes);
    int lent = bench.loop().buffers().lent();
    MuxOps made = bench.tested().create(bench.connection());
    boolean could = made.init(null, bench.session(), input);
    if (could) {
      made.destroy();
      throw bench.refused("it starts without a stream");
    }
    byte[] still = new byte[LENGTH];
    input.copyTo(0, still, 0, input.length());
    bench.check(
        bench.loop().buffers().lent() == lent && Arrays.equals(bytes, still),
        "init answers false, and its input is not as it was");
    bench.loop().buffers().give(input);
    bench.check(
        before.equals(bench.connection().mux()) && bench.network().descriptors() == 1,
        "init answers false, and the connection is not as it was");
  }

  /**
   * Both sides, both directions, three owners (one that has read nothing, half, all), three states
   * (both open, the peer has ended, the stream has shut), every offset.
   */
  static void atEveryOffset(MuxBench bench) {
    int offset = bench.choose(OFFSETS);
    boolean away = bench.choose(2) == 1;
    int reader = bench.choose(3);
    int shut = bench.choose(3);
    byte[] wire = bench.payload(LENGTH);
    byte[] out = bench.payload(LENGTH);
    Side side = bench.chooseSide();
    bench.partnerReadsAhead(away ? 0 : LENGTH);
    bench.openWith(side, away ? bench.tested() : bench.partner());
    bench.awaitConnected();
    beginTransfer(bench, wire, out, offset, reader, shut);
    if (away) {
      bench.swaps().awayOrRefuse();
    } else {
      bench.swaps().toTested();
    }
    byte[] none = new byte[0];
    bench.transfer(
        shut == 1 ? none : Arrays.copyOfRange(wire, offset, LENGTH),
        shut == 2 ? none : Arrays.copyOfRange(out, offset, LENGTH));
  }

  private static void beginTransfer(
      MuxBench bench, byte[] wire, byte[] out, int offset, int reader, int shut) {
    bench.arrives(Arrays.copyOf(wire, offset), shut == 1);
    int most = offset * reader / 2;
    while (bench.stream().gotBytes() < most
        && bench.stream().receive(most - bench.stream().gotBytes()) > 0) {
      bench.require(Rule.INV_06, bench.stream().gotBytes() <= most, "more came than was asked for");
    }
    bench.streamSends(Arrays.copyOf(out, offset));
    while (bench.stream().takenBytes() < offset && bench.stream().sendOnce(offset) > 0) {
      bench.require(Rule.INV_06, bench.stream().takenBytes() <= offset, "more left than was there");
    }
    if (shut == 2) {
      bench.conn().shut(StreamEndpoint.SHW_NORMAL);
    }
  }

  /** The stream is the same before and after, is woken, and has no flag of the mux before. */
  static void streamLivesOn(MuxBench bench) {
    boolean away = bench.choose(2) == 1;
    Side side = bench.chooseSide();
    bench.openWith(side, away ? bench.tested() : bench.partner());
    bench.awaitConnected();
    bench.stream().receive(1);
    bench.stream().subscribe(WaitEvent.RETRY_RECV);
    ConnStream conn = bench.conn();
    bench.turn();
    int runs = bench.stream().runs();
    if (away) {
      bench.swaps().awayOrRefuse();
    } else {
      bench.swaps().toTested();
    }
    bench.turn();
    bench.check(bench.stream().runs() > runs, "after the swap the stream was not woken");
    bench.check(
        conn.equals(bench.conn()) && conn.any(StreamFlags.RCV_MORE),
        "after the swap the flags of the stream are %s",
        ReceivingRules.words(conn));
    bench.check(
        !conn.any(StreamFlags.EOS | StreamFlags.ERROR | StreamFlags.DETACHED),
        "the swap has ended the stream: %s",
        ReceivingRules.words(conn));
    bench.transfer(bench.payload(LENGTH), bench.payload(LENGTH));
  }

  /** There and back again, at any moment of a transfer on a bad network. */
  static void underFaults(MuxBench bench) {
    bench.faults(SimFaults.random(bench.random()).withoutFailures());
    Side side = bench.chooseSide();
    bench.partnerReadsAhead(bench.random().nextInt(200));
    bench.openWith(side, bench.random().nextBoolean() ? bench.tested() : bench.partner());
    bench.awaitConnected();
    bench.requireSameBytes();
    int swaps = 1 + bench.random().nextInt(MOST_SWAPS);
    int[] refused = new int[1];
    for (int i = 0; i < swaps; i++) {
      long when = bench.random().nextLong(SPREAD_NANOS);
      bench.simulation().after(when, () -> refused[0] += swapOver(bench) ? 0 : 1);
    }
    TransferRules.both(bench);
    if (refused[0] > 0) {
      throw bench.refused("it refuses to be left");
    }
  }

  /** To the other of the two; false if it was refused. */
  private static boolean swapOver(MuxBench bench) {
    Connection connection = bench.connection();
    if (connection.mux() == null || connection.any(ConnFlags.ERROR)) {
      return true;
    }
    boolean onTested = connection.muxName().equals(bench.tested().name());
    SwapOutcome outcome = bench.swaps().to(onTested ? bench.partner() : bench.tested());
    bench.check(outcome != SwapOutcome.FAILED, "a swap in the middle of a transfer is %s", outcome);
    return outcome != SwapOutcome.REFUSED;
  }
}
