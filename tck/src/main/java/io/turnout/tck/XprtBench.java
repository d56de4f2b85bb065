package io.turnout.tck;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtFactory;
import io.turnout.spi.Side;
import io.turnout.tck.sim.PeerSpeech;
import io.turnout.tck.sim.SimRemote;

/** A connection with the tested transport on it, and who uses it in a mux's place. */
final class XprtBench extends UserBench {
  private final XprtKit kit;
  private final XprtFactory plain;
  private XprtFactory tested;
  private boolean speaks;
  private boolean converses;
  private int pauseAfter = Integer.MAX_VALUE;
  private int pieceBytes;

  XprtBench(XprtKit kit, Rule rule, long seed) {
    super(rule, seed, kit::toMux, kit::toPeer);
    this.kit = kit;
    this.plain = ReferenceXprt.factory();
    this.tested = kit.provider().newFactory(traces());
    listenToTraces();
    if (!kit.halfCloses()) {
      endsWhenAllHasCome();
    }
  }

  XprtKit kit() {
    return kit;
  }

  /** Puts the tested transport on a connection, and what it stands on. */
  void install(Connection on) {
    if (kit.standsOnAnother()) {
      on.installXprt(plain);
    }
    on.installXprt(tested);
  }

  /** The peer pauses when so many of its bytes are on the wire; before anything is opened. */
  void peerPausesAfter(int wireBytes) {
    pauseAfter = wireBytes;
  }

  /** The peer's bytes come in pieces of a length, of which the first may be another one. */
  void peerSpeaksInPieces(int firstBytes, int eachBytes) {
    pauseAfter = firstBytes;
    pieceBytes = eachBytes;
  }

  @Override
  void met(SimRemote made) {
    if (pauseAfter != Integer.MAX_VALUE) {
      made.whole(true);
      made.pauseAfter(pauseAfter);
      made.piecesOf(pieceBytes);
    }
    PeerSpeech speech = kit.peer(side());
    if (speech != null) {
      speaks = true;
      made.speak(speech);
    }
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
    if (speaks) {
      // Its own part of what is agreed on may come last.
      settle();
    }
  }

  @Override
  void open(Side which) {
    super.open(which);
    PeerSpeech speech = kit.user(which);
    if (speech != null) {
      converses = true;
      speak(speech);
    }
  }

  @Override
  void awaitConnected() {
    super.awaitConnected();
    if (converses) {
      converse();
    }
  }

  @Override
  void opened() {
    install(connection());
  }

  @Override
  byte[] payload(int length) {
    return kit.payload(seed(), length);
  }
}
