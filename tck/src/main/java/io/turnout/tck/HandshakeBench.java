package io.turnout.tck;

import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.ReadyHandler;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.OptionException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A connection with the tested dialogue on it, and a peer that goes through a script. */
final class HandshakeBench extends UserBench implements ReadyHandler {
  private static final int SOME = 40;

  private final HandshakeKit kit;
  private final HandshakeProvider provider;
  private Traces traced;
  private @Nullable HandshakeFactory tested;
  private @Nullable HandshakeScript script;
  private @Nullable XprtOps ground;
  private HandshakeMux.@Nullable Factory mux;
  private int place;
  private int said;
  private int heard;
  private int told;
  private int spoken;
  private boolean bytewise;
  private boolean endsBehind;
  private byte[] behind = {};

  HandshakeBench(HandshakeKit kit, Rule rule, long seed) {
    super(rule, seed, UnaryOperator.identity(), UnaryOperator.identity());
    this.kit = kit;
    this.provider = kit.provider();
    this.traced = traces();
  }

  HandshakeKit kit() {
    return kit;
  }

  HandshakeProvider provider() {
    return provider;
  }

  /** Has the dialogue trace elsewhere. */
  void traceTo(Traces other) {
    traced = other;
  }

  /** One of these, and a place in what its peer says, which may be its end. */
  void choosePlace(List<HandshakeScript> among) {
    int chosen = choose(Math.max(1, among.stream().mapToInt(one -> one.length() + 1).sum()));
    for (HandshakeScript one : among) {
      if (chosen <= one.length()) {
        script = one;
        place = chosen;
        return;
      }
      chosen -= one.length() + 1;
    }
    throw refused("no script is of this kind");
  }

  /** One of these. */
  void chooseScript(List<HandshakeScript> among) {
    if (among.isEmpty()) {
      throw refused("no script is of this kind");
    }
    script = among.get(choose(among.size()));
    place = script.length();
  }

  HandshakeScript script() {
    return Objects.requireNonNull(script);
  }

  /** What is tested happens between the peer's words, or with the last of them. */
  void needsWords() {
    if (script().length() == 0) {
      throw refused("the peer says nothing");
    }
  }

  /** How many bytes the peer says before it does something else. */
  int place() {
    return place;
  }

  /** The peer says one byte after the other. */
  void bytewise() {
    bytewise = true;
  }

  /** These bytes come with the peer's last words. */
  void sendBehind(byte[] bytes) {
    behind = bytes;
  }

  /** The peer ends as soon as it has said its last words, and what comes behind. */
  void endBehind() {
    endsBehind = true;
  }

  /** There is a mux from the beginning. */
  void withMux() {
    mux = new HandshakeMux.Factory();
  }

  /** How often the mux that was there from the beginning was told that the connection is ready. */
  int muxTold() {
    return mux == null ? 0 : mux.told();
  }

  /** How often somebody was told that the connection is ready, or has failed. */
  int told() {
    return told;
  }

  /** The tested factory, the same in the whole run. */
  HandshakeFactory tested() {
    HandshakeFactory made = tested == null ? newFactory() : tested;
    tested = made;
    return made;
  }

  private HandshakeFactory newFactory() {
    try {
      return provider.newFactory(script().side(), script().options(), traced);
    } catch (OptionException e) {
      throw violation(Rule.SPI, "it does not take the script's options: " + e.getMessage());
    }
  }

  /** Opens the connection; nothing is said yet. */
  void open() {
    script().steps().stream()
        .filter(step -> !step.peers())
        .forEach(step -> expectAtPeer(step.bytes()));
    expectAtUser(script().givenBack());
    if (!script().isSecure()) {
      expectAtUser(behind);
    }
    open(script().side());
    run(this::isPeerMade);
    peer().whole(true);
  }

  /** Nothing is said for a while. */
  void rest() {
    settle();
    checkNothingYet();
  }

  /** As {@link #open()} on a network that may fail; whether there is a connection. */
  boolean opens() {
    open(script().side());
    return runs(this::isPeerMade);
  }

  /** The peer says all at once, and data behind, whatever it hears. */
  void blurtOut() {
    script().steps().stream()
        .filter(HandshakeScript.Step::peers)
        .forEach(step -> peer().send(step.bytes()));
    anythingMayCome();
    peer().send(payload(SOME));
  }

  @Override
  Connection newOutgoing() {
    if (script().source() == null) {
      return super.newOutgoing();
    }
    Connection client = Connection.accepted(loop(), () -> "client", session());
    client.speaksFor(script().source(), script().destination());
    return Connection.outgoing(loop(), () -> "server", client);
  }

  @Override
  void opened() {
    Connection connection = connection();
    if (mux == null) {
      connection.whenReady(this);
    }
    TraceSource quiet = new TraceSource("reference", "the kit's transport");
    connection.installXprt(
        new XprtFactory() {
          @Override
          public String name() {
            return "reference";
          }

          @Override
          public XprtOps create(Connection of) {
            XprtOps made = new ReferenceXprt(of, quiet);
            ground = made;
            return made;
          }
        });
    XprtFactory speaking = kit.runner().newFactory(List.of(tested()), traces());
    listenToTraces();
    connection.installXprt(speaking);
    if (mux != null) {
      connection.installMux(mux, null, null);
    }
  }

  @Override
  public boolean ready(Connection ready) {
    told++;
    simulation().note("ready", told, ready.flags());
    require(
        Rule.CONN_02,
        ready.any(ConnFlags.ERROR)
            || !ready.any(ConnFlags.CTL_READY)
            || !ready.any(ConnFlags.WAIT_XPRT),
        "the connection is said to be ready, and a wait bit stands");
    return ready.any(ConnFlags.CTL_READY);
  }

  @Override
  byte[] payload(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed()).nextBytes(bytes);
    return bytes;
  }

  @Override
  Rule ofBytes() {
    return rule() == Rule.XPRT_02 ? Rule.XPRT_02 : Rule.INV_01;
  }

  /** The peer says all, with a rest where it is cut. */
  void speakAll() {
    speakUpTo(place);
    speakUpTo(script().length());
  }

  /** The peer says so many bytes in all, each message once it has heard what stands before. */
  void speakUpTo(int most) {
    List<HandshakeScript.Step> steps = script().steps();
    while (spoken < steps.size() && !isOver()) {
      HandshakeScript.Step step = steps.get(spoken);
      int before = said;
      if (!step.peers()) {
        hear(step.bytes());
      } else if (!say(step.bytes(), most)) {
        return;
      }
      require(Rule.INV_06, said >= before, "the peer takes back what it said");
    }
  }

  /** Whether it has failed, or is closed. */
  boolean isOver() {
    return connection().any(ConnFlags.ERROR) || !connection().any(ConnFlags.CTL_READY);
  }

  private int startOf(int step) {
    return script().steps().subList(0, step).stream()
        .filter(HandshakeScript.Step::peers)
        .mapToInt(one -> one.bytes().length)
        .sum();
  }

  @Override
  byte[] atPeer() {
    byte[] got = super.atPeer();
    int at = 0;
    for (HandshakeScript.Step step : script().steps()) {
      int length = step.peers() ? 0 : step.bytes().length;
      if (step.any()) {
        Arrays.fill(got, Math.min(at, got.length), Math.min(at + length, got.length), (byte) 0);
      }
      at += length;
    }
    return got;
  }

  /** Says what it may of a message; whether that is all of it. */
  private boolean say(byte[] message, int most) {
    int start = startOf(spoken);
    int end = start + message.length;
    while (said < Math.min(end, most) && !isOver()) {
      int until = bytewise ? said + 1 : Math.min(end, most);
      boolean last = until == script().length();
      byte[] piece = Arrays.copyOfRange(message, said - start, until - start);
      said = until;
      peer().send(last ? Flow.concat(piece, behind) : piece);
      if (last && endsBehind) {
        peer().end();
      }
      settle();
      checkNothingYet();
    }
    if (said < end) {
      return false;
    }
    spoken++;
    return true;
  }

  private void hear(byte[] message) {
    settle();
    heard += message.length;
    int got = peer().receivedBytes();
    spoken++;
    check(
        got >= heard && mismatchAtPeer() < 0,
        "after %d bytes the peer must have heard %d bytes, and has heard %d; byte %d differs",
        said,
        heard,
        got,
        mismatchAtPeer());
    checkNothingYet();
  }

  /** What must be so after each piece. */
  private void checkNothingYet() {
    if (isOver() || said == script().length()) {
      return;
    }
    check(
        told == 0 && muxTold() == 0,
        "the peer has said %d of %d bytes, and the connection is said to be ready",
        said,
        script().length());
    require(
        Rule.CONN_02,
        connection().any(ConnFlags.HANDSHAKE),
        "the peer has said %d of %d bytes, and HANDSHAKE does not stand",
        said,
        script().length());
    require(
        Rule.CONN_03,
        !connection().any(ConnFlags.WAIT_L4),
        "%d bytes have come, and WAIT_L4 stands",
        said);
    require(
        Rule.CONN_04,
        !connection().any(ConnFlags.SOCK_RD_SH),
        "after %d bytes the end of stream is reported, and the peer has not ended",
        said);
  }

  /** The dialogue must be over, and the data must follow. */
  void goesOn() {
    isOverAndWell();
    peerSends(payload(SOME));
    sends(payload(SOME));
    transfer();
    checkHasLeft();
  }

  /** As {@link #goesOn()}; the peer has sent its data already, and has ended. */
  void goesOnAtTheEnd() {
    isOverAndWell();
    sends(payload(SOME));
    transfer();
    checkHasLeft();
  }

  private void isOverAndWell() {
    settle();
    check(
        !connection().any(ConnFlags.ERROR),
        "script %s: all is as it should be, and the connection fails: %s %s",
        script(),
        connection().error(),
        connection().errorDetail());
    require(
        Rule.CONN_02,
        connection().any(ConnFlags.HANDSHAKE) || !connection().any(ConnFlags.WAIT_XPRT),
        "the handshake is over, and a wait bit stands");
    check(
        told == 1 || muxTold() > 0,
        "script %s: all has been said, and nobody is told that the connection is ready",
        script());
    require(
        Rule.CONN_02,
        !connection().any(ConnFlags.WAIT_XPRT),
        "the connection is said to be ready, and a wait bit stands");
    check(
        script().knows().test(connection()),
        "script %s: the handshake is over, and the connection does not know what it tells",
        script());
  }

  @SuppressWarnings("ReferenceEquality") // layers are objects of the connection
  void checkHasLeft() {
    XprtOps top = connection().xprt();
    check(
        top == ground,
        "the handshake is over, and %s has not left the stack",
        top == null ? "nothing" : top.name());
  }

  /** Who waits above is subscribed, as far as the transport lets it. */
  void waitsAbove() {
    int count = receive(1);
    require(Rule.CONN_02, count == 0, "%d bytes pass, and HANDSHAKE stands", count);
    if (!waiter().waits(WaitEvent.RETRY_RECV)) {
      subscribe(WaitEvent.RETRY_RECV);
    }
  }

  /** The connection has failed, which everybody must know. */
  void hasFailed(String why) {
    check(
        connection().any(ConnFlags.ERROR),
        "script %s: %s, and the connection has not failed",
        script(),
        why);
    check(
        told == 1 || muxTold() > 0,
        "script %s: %s, and nobody is told that the connection has failed",
        script(),
        why);
    require(
        Rule.XPRT_05,
        waiter().events() == 0,
        "script %s: %s, and who waits was not woken",
        script(),
        why);
  }
}
