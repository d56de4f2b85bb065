package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.Session;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A connection with a mux on it, and the owner of its stream. */
final class MuxBench extends Bench implements Session {
  private static final int ATTEMPTS = 20;

  private final MuxKit kit;
  private final List<KitStream> streams = new ArrayList<>();
  private final Flow toStream;
  private final Flow toPeer;
  private final Swaps swaps;
  private MuxFactory tested;
  private MuxFactory partner;
  private @Nullable MuxFactory first;
  private @Nullable Buffer firstInput;
  private @Nullable WatchedXprt xprt;
  private boolean splicing = true;
  private boolean shutsItself;
  private boolean refusesStreams;
  private int closings;

  MuxBench(MuxKit kit, Rule rule, long seed) {
    super(rule, seed);
    this.kit = kit;
    this.tested = kit.provider().newFactory(traces());
    this.partner = kit.partner(0).newFactory(new Traces());
    this.toStream = new Flow(kit::toStream);
    this.toPeer = new Flow(kit::toPeer);
    this.swaps = new Swaps(this, toStream, toPeer);
    listenToTraces();
  }

  MuxKit kit() {
    return kit;
  }

  MuxFactory tested() {
    return tested;
  }

  /** Swaps of its connection. */
  Swaps swaps() {
    return swaps;
  }

  /** Tests another factory than the one that traces into the ring of events. */
  void test(MuxFactory other) {
    tested = other;
  }

  MuxFactory partner() {
    return partner;
  }

  /** The partner reads so many bytes when it is left. */
  void partnerReadsAhead(int bytes) {
    partner = kit.partner(bytes).newFactory(new Traces());
  }

  /** The transport does not splice. */
  void withoutSplicing() {
    splicing = false;
  }

  /** The transport says that it drains by itself. */
  void withTransportThatShutsItself() {
    shutsItself = true;
  }

  /** The session makes no stream. */
  void refuseStreams() {
    refusesStreams = true;
  }

  /** Swaps go to this one, made anew for each connection. */
  void partnerIs(MuxFactory other) {
    partner = other;
  }

  /** Muxes that change the bytes cannot be followed through swaps at any moment. */
  void requireSameBytes() {
    byte[] bytes = payload(64);
    if (!Arrays.equals(kit.toStream(bytes), bytes) || !Arrays.equals(kit.toPeer(bytes), bytes)) {
      throw refused("it changes the bytes");
    }
  }

  WatchedXprt xprt() {
    return Objects.requireNonNull(xprt);
  }

  /** The stream that was made last. */
  KitStream stream() {
    require(Rule.MUX_11, !streams.isEmpty(), "the mux asked the session for no stream");
    return streams.getLast();
  }

  boolean hasStream() {
    return !streams.isEmpty();
  }

  ConnStream conn() {
    return stream().conn();
  }

  MuxOps mux() {
    MuxOps mux = connection().mux();
    if (mux == null) {
      throw violation(rule(), "the connection has lost its mux");
    }
    return mux;
  }

  /** How often the session heard that the connection was closed. */
  int closings() {
    return closings;
  }

  /** One of the sides that the mux serves, and the tested mux there, connected. */
  void open() {
    open(chooseSide());
  }

  void open(Side side) {
    openWith(side, tested);
    awaitConnected();
  }

  Side chooseSide() {
    List<Side> served = kit.provider().sides().stream().sorted().toList();
    require(Rule.SPI, !served.isEmpty(), "it serves no side");
    return served.get(choose(served.size()));
  }

  /** A side on which the mux must be for this rule. */
  void openOn(Side side) {
    if (!kit.provider().sides().contains(side)) {
      throw refused("it does not serve that side");
    }
    open(side);
  }

  /** Opens with a mux, which may be the partner; an outgoing connection is not up yet. */
  void openWith(Side side, MuxFactory mux) {
    first = mux;
    UnaryOperator<byte[]> in = goesThroughTested() ? kit::toStream : UnaryOperator.identity();
    UnaryOperator<byte[]> out = goesThroughTested() ? kit::toPeer : UnaryOperator.identity();
    toStream.changes(new byte[0], 0, in);
    toPeer.changes(new byte[0], 0, out);
    connect(side);
  }

  /** Opens so that the mux starts with bytes that somebody else has read. */
  void openWithInput(Side side, byte[] input) {
    firstInput = bufferOf(input);
    first = tested;
    toStream.add(input);
    connect(side);
    awaitConnected();
  }

  Buffer bufferOf(byte[] bytes) {
    Buffer buffer = takeBuffer();
    buffer.write(bytes, 0, bytes.length);
    return buffer;
  }

  @Override
  void opened() {
    installXprt();
    Buffer input = firstInput;
    firstInput = null;
    install(Objects.requireNonNull(first), input);
  }

  void installXprt() {
    TraceSource quiet = new TraceSource("reference", "the kit's transport");
    connection()
        .installXprt(
            new XprtFactory() {
              @Override
              public String name() {
                return "reference";
              }

              @Override
              public XprtOps create(Connection of) {
                return watch(new ReferenceXprt(of, quiet), of);
              }
            });
  }

  private WatchedXprt watch(XprtOps below, Connection of) {
    WatchedXprt watched =
        splicing
            ? WatchedXprt.splicing(simulation(), of, below, shutsItself)
            : new WatchedXprt(simulation(), of, below, shutsItself);
    xprt = watched;
    if (!streams.isEmpty()) {
      watched.streamWaitsBy(conn().waitEvent());
    }
    return watched;
  }

  /** Installs a mux on the connection, which has none. */
  void install(MuxFactory mux, @Nullable Buffer input) {
    boolean back = side() == Side.BACK;
    ConnStream stream = back ? newStream().conn() : null;
    boolean installed = connection().installMux(mux, stream, input);
    checkStep();
    require(Rule.MUX_11, installed, "init answers false on a connection that works");
  }

  KitStream newStream() {
    KitStream made = new KitStream(this);
    streams.add(made);
    if (xprt != null) {
      xprt.streamWaitsBy(made.conn().waitEvent());
    }
    return made;
  }

  @Override
  Session session() {
    return this;
  }

  @Override
  public @Nullable ConnStream newStream(Connection of, @Nullable Buffer input) {
    if (refusesStreams) {
      return null;
    }
    KitStream made = newStream();
    if (input != null) {
      made.begin(input);
      loop().buffers().give(input);
    }
    return made.conn();
  }

  @Override
  public void connectionClosed(Connection of) {
    closings++;
    require(Rule.INV_03, closings == 1, "the session is told %d times of the close", closings);
  }

  /** The stream finds nothing and waits; then bytes come, and it must be woken. */
  void arrives(byte[] bytes, boolean end) {
    if (bytes.length == 0 && !end) {
      return;
    }
    int count = stream().receive(1);
    require(Rule.INV_01, count == 0, "%d bytes came before any was sent", count);
    int runs = stream().runs();
    stream().subscribe(WaitEvent.RETRY_RECV);
    peerSends(bytes);
    if (end) {
      peer().end();
    }
    settle();
    require(
        Rule.INV_05,
        stream().runs() > runs && !conn().waitEvent().waits(WaitEvent.RETRY_RECV),
        "%d bytes came, and who waits for them was not woken",
        bytes.length);
  }

  /** Receives in steps, and waits where there is nothing, until the end or nothing more comes. */
  void receiveAll(int step) {
    boolean more = true;
    int vain = 0;
    while (more && !conn().any(StreamFlags.EOS | StreamFlags.ERROR)) {
      if (stream().receive(step) == 0 && !conn().any(StreamFlags.EOS | StreamFlags.ERROR)) {
        require(Rule.INV_06, vain++ < ATTEMPTS, "the stream is woken %d times for nothing", vain);
        int runs = stream().runs();
        stream().subscribe(WaitEvent.RETRY_RECV);
        settle();
        more = !conn().waitEvent().waits(WaitEvent.RETRY_RECV);
        require(
            Rule.INV_05,
            !more || stream().runs() > runs,
            "a subscription is not recorded, and who subscribed was not woken");
      }
    }
    conn().unsubscribe(WaitEvent.RETRY_RECV);
  }

  byte[] payload(int length) {
    return kit.payload(seed(), length);
  }

  /** The peer sends, and what comes of it is expected at the stream. */
  void peerSends(byte[] bytes) {
    toStream.add(bytes);
    peer().send(bytes);
  }

  /** The stream is to send, and what comes of it is expected at the peer. */
  void streamSends(byte[] bytes) {
    toPeer.add(bytes);
    stream().send(bytes);
  }

  /** Whether all that the peer has sent has come to the stream. */
  boolean hasAll() {
    return stream().gotBytes() == toStream.expected().length
        && kit.unread(toStream.rest(), toStream.since(stream().got())).length == 0;
  }

  /** What came to a stream must be a beginning of what is expected. */
  void checkReceived(KitStream stream) {
    byte[] got = stream.got();
    int at = toStream.mismatch(got);
    boolean swapped = rule() == Rule.MUX_11 || rule().name().startsWith("SWAP");
    require(
        swapped ? rule() : Rule.INV_01,
        at < 0,
        "the stream got %d bytes, %d are expected; byte %d is the first that differs",
        got.length,
        toStream.expected().length,
        at);
  }

  /** The end was reported to a stream: the peer has ended, and all has come. */
  void checkEnd(KitStream stream) {
    boolean shut = isPeerMade() && peer().hasShut();
    boolean failed = isPeerMade() && (peer().isClosed() || peer().failure() != 0);
    if (closings == 0 && !failed && !connectionFailed()) {
      require(Rule.CONN_04, shut, "EOS is set, and the peer has not ended");
      int missing = toStream.expected().length - stream.gotBytes();
      require(Rule.INV_02, missing == 0, "EOS is set, and %d bytes have not come", missing);
    }
  }

  private boolean connectionFailed() {
    return conn().any(StreamFlags.ERROR | StreamFlags.ERR_PENDING);
  }

  /** Both sides have all that is expected; ended, if they were to. */
  void checkAllArrived(boolean ends) {
    boolean sentAll = stream().hasSentAll();
    if (ends && stream().hasEnded() && sentAll) {
      // An owner leaves when both directions are over, and the close that follows is the end.
      conn().detach();
      settle();
    }
    byte[] got = stream().got();
    check(
        got.length == toStream.expected().length,
        "nothing more can happen, and the stream has %d of %d bytes",
        got.length,
        toStream.expected().length);
    byte[] received = peer().received();
    int at = toPeer.mismatch(received);
    require(Rule.INV_01, at < 0, "the peer got %d bytes; byte %d differs", received.length, at);
    check(
        received.length == toPeer.expected().length,
        "nothing more can happen, and the peer has %d of %d bytes",
        received.length,
        toPeer.expected().length);
    if (ends) {
      check(stream().hasEnded(), "the peer has ended, and the stream has seen no EOS");
      check(sentAll, "the stream has bytes to send, and is not woken");
      check(peer().hasEnded(), "the stream has shut its side, and the peer has seen no end");
      check(peer().failure() == 0, "all has come, and the peer has got an error");
    }
  }

  /** Both send the rest of what they have and end; all must arrive. */
  void transfer(byte[] fromPeer, byte[] fromStream) {
    stream().pump();
    peerSends(fromPeer);
    peer().end();
    streamSends(fromStream);
    stream().end();
    settle();
    checkAllArrived(true);
  }

  boolean goesThroughTested() {
    return tested.equals(first);
  }

  @Override
  void end() {
    streams.forEach(KitStream::free);
  }

  @Override
  void describe(StringBuilder to) {
    super.describe(to);
    for (KitStream stream : streams) {
      to.append("  stream got=").append(stream.gotBytes());
      to.append(" of ").append(toStream.expected().length);
      to.append(" taken=").append(stream.takenBytes()).append(' ');
      stream.conn().describe(to);
      to.append('\n');
    }
  }
}
