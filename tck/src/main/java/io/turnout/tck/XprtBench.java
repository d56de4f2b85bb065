package io.turnout.tck;

import io.turnout.core.conn.XprtFactory;
import io.turnout.spi.Side;

/** A connection with the tested transport on it, and who uses it in a mux's place. */
final class XprtBench extends UserBench {
  private final XprtKit kit;
  private XprtFactory tested;

  XprtBench(XprtKit kit, Rule rule, long seed) {
    super(rule, seed, kit::toMux, kit::toPeer);
    this.kit = kit;
    this.tested = kit.provider().newFactory(traces());
    listenToTraces();
  }

  XprtKit kit() {
    return kit;
  }

  XprtFactory tested() {
    return tested;
  }

  /** Tests another factory than the one that traces into the ring of events. */
  void test(XprtFactory other) {
    tested = other;
  }

  boolean tellsEndWithBytes() {
    return kit.tellsEndWithBytes();
  }

  /** The tested transport on either side, up. */
  void open() {
    open(choose(2) == 0 ? Side.FRONT : Side.BACK);
    awaitConnected();
  }

  @Override
  void opened() {
    connection().installXprt(tested);
  }

  @Override
  byte[] payload(int length) {
    return kit.payload(seed(), length);
  }
}
