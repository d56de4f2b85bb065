package io.turnout.tck;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.conn.Swappable;
import io.turnout.core.conn.TransportOutcome;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a mux goes on over a transport that is put under it. */
final class AddingRules {
  private static final int LENGTH = SwapRules.LENGTH;
  private static final int ATTEMPTS = 20;

  private AddingRules() {}

  /** Adds {@link AddedXprt}s. */
  private static final class Factory implements XprtFactory {
    private @Nullable AddedXprt made;

    @Override
    public String name() {
      return "added";
    }

    @Override
    public XprtOps create(Connection connection) {
      AddedXprt added = new AddedXprt(connection);
      made = added;
      return added;
    }

    AddedXprt made() {
      return Objects.requireNonNull(made);
    }
  }

  /** Both sides have said something; after the change they say more, and end. */
  static void goesOn(MuxBench bench) {
    boolean waits = bench.choose(2) == 1;
    bench.open();
    MuxOps mux = bench.mux();
    bench.arrives(bench.payload(LENGTH), false);
    bench.receiveAll(LENGTH);
    sendAll(bench);
    if (!bench.hasAll()) {
      throw bench.refused("it keeps bytes that no stream gets before others follow");
    }
    if (waits) {
      bench.stream().pump();
      bench.settle();
    }
    Factory factory = new Factory();
    TransportOutcome outcome = add(bench, factory);
    refuseIfItDoes(bench, mux, outcome);
    bench.check(
        outcome == TransportOutcome.DONE,
        "nothing is unread, and what becomes of the added transport is %s",
        outcome);
    bench.check(
        mux.equals(bench.connection().mux()) && mux.usedStreams() == 1,
        "a transport was added, and the mux does not serve its stream");
    int runs = bench.stream().runs();
    bench.settle();
    bench.check(
        bench.stream().runs() > runs, "a transport was added, and the stream was not woken");
    int got = bench.stream().gotBytes();
    int taken = bench.stream().takenBytes();
    bench.transfer(bench.payload(LENGTH), bench.payload(LENGTH));
    bench.check(
        factory.made().received() > 0 || bench.stream().gotBytes() == got,
        "%d bytes came, and none of them through the added transport",
        bench.stream().gotBytes() - got);
    bench.check(
        factory.made().sent() > 0 || bench.stream().takenBytes() == taken,
        "%d bytes left, and none of them through the added transport",
        bench.stream().takenBytes() - taken);
  }

  private static void sendAll(MuxBench bench) {
    bench.streamSends(bench.payload(LENGTH));
    while (bench.stream().takenBytes() < LENGTH && bench.stream().sendOnce(LENGTH) > 0) {
      bench.require(Rule.INV_06, bench.stream().takenBytes() <= LENGTH, "more left than was there");
    }
    bench.settle();
  }

  private static TransportOutcome add(MuxBench bench, XprtFactory factory) {
    TransportOutcome outcome = bench.connection().addTransport(factory, 0);
    for (int i = 0; outcome == TransportOutcome.BUSY && i < ATTEMPTS; i++) {
      bench.settle();
      outcome = bench.connection().addTransport(factory, 0);
    }
    bench.simulation().note("addTransport", 0, outcome.ordinal());
    bench.checkStep();
    return outcome;
  }

  private static void refuseIfItDoes(MuxBench bench, MuxOps mux, TransportOutcome outcome) {
    if (!(mux instanceof Swappable)) {
      bench.check(
          outcome == TransportOutcome.REFUSED,
          "it is not Swappable, and what becomes of the added transport is %s",
          outcome);
      bench.transfer(bench.payload(LENGTH), bench.payload(LENGTH));
      throw bench.refused("it cannot go on over another transport");
    }
  }

  /** The mux was given bytes of which the stream has not received all. */
  static void injection(MuxBench bench) {
    int length = 2 + bench.choose(LENGTH - 1);
    SwapRules.openHolding(bench, length);
    bench.stream().receive(length / 2);
    if (bench.hasAll()) {
      throw bench.refused("it keeps no byte");
    }
    MuxOps mux = bench.mux();
    TransportOutcome outcome = add(bench, new Factory());
    refuseIfItDoes(bench, mux, outcome);
    ConnError error = bench.connection().error();
    bench.check(
        outcome == TransportOutcome.INJECTION && error == ConnError.INJECTION,
        "it keeps bytes that came in clear; what becomes of the added transport is %s, the error"
            + " is %s",
        outcome,
        error);
    bench.stream().pump();
    bench.settle();
    bench.check(
        bench.conn().any(StreamFlags.ERROR | StreamFlags.EOS),
        "the connection has failed, and the stream is not told");
  }
}
