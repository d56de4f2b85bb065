package io.turnout.tck;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.SwapOutcome;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Swaps the mux of a bench's connection, and keeps account of what goes through which. */
final class Swaps {
  private static final int ATTEMPTS = 20;

  private final MuxBench bench;
  private final MuxKit kit;
  private final Flow toStream;
  private final Flow toPeer;
  private int takenBefore;

  Swaps(MuxBench bench, Flow toStream, Flow toPeer) {
    this.bench = bench;
    this.kit = bench.kit();
    this.toStream = toStream;
    this.toPeer = toPeer;
  }

  /** Swaps; what is sent from now on goes through the other mux. */
  SwapOutcome to(MuxFactory next) {
    boolean toTested = next.equals(bench.tested());
    byte[] got = bench.stream().got();
    byte[] since = toStream.since(got);
    int unread =
        toTested
            ? toStream.rest().length - since.length
            : kit.unread(toStream.rest(), since).length;
    Connection connection = bench.connection();
    SwapOutcome outcome = connection.swapMux(next);
    bench.simulation().note("swap", toTested ? 1 : 0, outcome.ordinal());
    bench.checkStep();
    if (outcome == SwapOutcome.DONE) {
      toStream.changes(got, unread, toTested ? kit::toStream : UnaryOperator.identity());
      changeWayToPeer(toTested);
      bench.require(
          Rule.SWAP_04,
          bench.conn().isAttached() && connection.equals(bench.conn().connection()),
          "the swap is done, and the stream has no mux");
      bench.require(
          Rule.SWAP_04,
          connection.muxName().equals(next.name()),
          "the connection names its mux '%s', not '%s'",
          connection.muxName(),
          next.name());
    }
    return outcome;
  }

  private void changeWayToPeer(boolean toTested) {
    byte[] rest = toPeer.rest();
    int taken = bench.stream().takenBytes() - takenBefore;
    byte[] through = Arrays.copyOf(rest, taken);
    byte[] came = Flow.concat(toPeer.before(), toTested ? through : kit.toPeer(through));
    takenBefore = bench.stream().takenBytes();
    toPeer.changes(came, rest.length - taken, toTested ? kit::toPeer : UnaryOperator.identity());
  }

  /** To the kit's mux, again while the tested one is busy; says so if that refuses. */
  void awayOrRefuse() {
    SwapOutcome outcome = to(bench.partner());
    for (int i = 0; outcome == SwapOutcome.BUSY && i < ATTEMPTS; i++) {
      bench.settle();
      outcome = to(bench.partner());
    }
    if (outcome == SwapOutcome.REFUSED) {
      throw bench.refused("it refuses to be left");
    }
    bench.check(
        outcome == SwapOutcome.DONE,
        "the swap to the kit's mux is %s: %s",
        outcome,
        outcome.text());
  }

  /** From the kit's mux to the tested one. */
  void toTested() {
    SwapOutcome outcome = to(bench.tested());
    bench.check(outcome == SwapOutcome.DONE, "the swap to it is %s: %s", outcome, outcome.text());
  }
}
