package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.Session;
import io.turnout.core.conn.SpliceXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.spi.Side;
import io.turnout.tck.sim.PeerSpeech;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A connection with transports on it, and who uses the uppermost in a mux's place. */
abstract class UserBench extends Bench implements Session, TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("tck.user");
  private static final long SOON_NANOS = 300_000_000;
  private static final int ROUNDS = 4;
  private static final int FEW_BYTES = 8;

  private final Flow toUser;
  private final Flow toPeer;
  private final ByteArrayOutputStream got = new ByteArrayOutputStream();
  private @Nullable WaitEvent waiter;
  private @Nullable PeerSpeech speech;
  private @Nullable Buffer in;
  private @Nullable Buffer out;
  private byte[] toSend = {};
  private int loaded;
  private int runs;
  private boolean pumping;
  private boolean ending;
  private boolean anything;
  private boolean endsWhenAllHasCome;

  /**
   * Nothing is open yet.
   *
   * @param toUser what comes to who uses the transport of what the peer sends
   * @param toPeer the other way round
   */
  UserBench(Rule rule, long seed, UnaryOperator<byte[]> toUser, UnaryOperator<byte[]> toPeer) {
    super(rule, seed);
    this.toUser = new Flow(toUser);
    this.toPeer = new Flow(toPeer);
  }

  /** Bytes to be sent either way. */
  abstract byte[] payload(int length);

  /** Which rule is broken by bytes that are lost, or changed. */
  Rule ofBytes() {
    return Rule.INV_01;
  }

  void open(Side which) {
    connect(which);
    waiter = new WaitEvent(new Tasklet(loop(), KIND, this));
    in = takeBuffer();
    out = takeBuffer();
  }

  @Override
  Session session() {
    return this;
  }

  @Override
  public @Nullable ConnStream newStream(Connection of, @Nullable Buffer input) {
    return null;
  }

  @Override
  public void connectionClosed(Connection of) {
    simulation().note("session told", 0, 0);
  }

  XprtOps xprt() {
    return Objects.requireNonNull(connection().xprt());
  }

  WaitEvent waiter() {
    return Objects.requireNonNull(waiter);
  }

  /** How often who subscribed was woken. */
  int runs() {
    return runs;
  }

  int gotBytes() {
    return got.size();
  }

  void peerSends(byte[] bytes) {
    expectAtUser(bytes);
    peer().send(bytes);
  }

  /** The peer sends this, or something of which this comes. */
  void expectAtUser(byte[] bytes) {
    toUser.add(bytes);
  }

  /** Neither side ends before it has all that the other sends. */
  void endsWhenAllHasCome() {
    endsWhenAllHasCome = true;
  }

  /** What comes is not looked at. */
  void anythingMayCome() {
    anything = true;
  }

  /** Somebody else than the user sends this. */
  void expectAtPeer(byte[] bytes) {
    toPeer.add(bytes);
  }

  /** Where the peer got something else than is expected so far; -1 if nowhere. */
  int mismatchAtPeer() {
    return toPeer.mismatch(atPeer());
  }

  /** What the peer got, as far as it matters. */
  byte[] atPeer() {
    return peer().received();
  }

  void sends(byte[] bytes) {
    toPeer.add(bytes);
    PeerSpeech spoken = speech;
    put(spoken == null ? bytes : spoken.say(bytes));
  }

  /** What the user sends and receives goes through this from now on; before it does either. */
  void speak(PeerSpeech language) {
    speech = language;
    put(language.begin());
  }

  private void put(byte[] wire) {
    toSend = Flow.concat(toSend, wire);
    if (pumping && wire.length > 0) {
      waiter().tasklet().wake(Tasklet.WOKEN_MSG);
    }
  }

  /** Both ends say what comes before the data; nobody waits for anything then. */
  void converse() {
    startPumping();
    settle();
    pumping = false;
    unsubscribe(WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND);
  }

  /** Finds nothing and waits; then bytes come, and it must be woken. */
  void arrives(byte[] bytes, boolean end) {
    int count = receive(1);
    require(Rule.INV_01, count == 0, "%d bytes came before any was sent", count);
    int before = runs;
    subscribe(WaitEvent.RETRY_RECV);
    peerSends(bytes);
    if (end) {
      peer().end();
    }
    settle();
    require(
        Rule.INV_05,
        runs > before && !waiter().waits(WaitEvent.RETRY_RECV),
        "%d bytes came, and who waits for them was not woken",
        bytes.length);
  }

  void subscribe(int events) {
    xprt().subscribe(events, waiter());
    simulation().note("subscribe", events, waiter().events());
  }

  /** Takes back what is subscribed of these. */
  void unsubscribe(int events) {
    int subscribed = waiter().events() & events;
    if (subscribed != 0) {
      xprt().unsubscribe(subscribed, waiter());
    }
  }

  /** One attempt to receive. */
  int receive(int max) {
    Buffer into = Objects.requireNonNull(in);
    boolean over = connection().any(ConnFlags.SOCK_RD_SH);
    int count = xprt().rcvBuf(into, max);
    simulation().note("rcvBuf", max, count);
    require(
        Rule.INV_01,
        count >= 0 && count <= max && into.length() == count,
        "rcvBuf(max %d) answers %d, and %d bytes were added",
        max,
        count,
        into.length());
    require(Rule.INV_02, !over || count == 0 || !isPlain(), "%d bytes came after the end", count);
    keep(into);
    return count;
  }

  /** Whether what is received is in no other layer than the socket. */
  private boolean isPlain() {
    return xprt() instanceof SpliceXprt;
  }

  private void keep(Buffer from) {
    byte[] bytes = new byte[from.length()];
    from.copyTo(0, bytes, 0, bytes.length);
    from.clear();
    got.writeBytes(understood(bytes));
    int at = anything ? -1 : toUser.mismatch(got.toByteArray());
    require(ofBytes(), at < 0, "%d bytes came; byte %d differs", got.size(), at);
  }

  private byte[] understood(byte[] bytes) {
    PeerSpeech spoken = speech;
    if (spoken == null) {
      return bytes;
    }
    put(spoken.hear(bytes));
    return spoken.heard();
  }

  /** One attempt to send what is left, at most so much. */
  int sendOnce(int max) {
    Buffer from = Objects.requireNonNull(out);
    if (from.isEmpty()) {
      loaded += from.write(toSend, loaded, Math.min(max, toSend.length - loaded));
    }
    if (from.isEmpty()) {
      return 0;
    }
    int before = from.length();
    int count = xprt().sndBuf(from, before, 0);
    simulation().note("sndBuf", before, count);
    require(
        Rule.INV_01,
        count >= 0 && from.length() == before - count,
        "sndBuf answers %d, and the buffer went from %d to %d bytes",
        count,
        before,
        from.length());
    return count;
  }

  @Override
  public boolean run(int why) {
    runs++;
    simulation().note("woken", why, connection().flags());
    if (pumping && connection().xprt() != null) {
      push();
      pull();
    }
    return true;
  }

  @Override
  public void failed(Throwable thrown) {
    // The loop has it among its faults, at which each step looks.
  }

  /** Sends all that it has, then its end; receives until the peer's. */
  void transfer() {
    startPumping();
    if (endsWhenAllHasCome) {
      run(this::hasAllCome);
    }
    ending = true;
    if (speech != null) {
      put(speech.end());
    }
    peer().end();
    startPumping();
    settle();
    checkAllArrived();
  }

  private boolean hasAllCome() {
    return got.size() == toUser.expected().length
        && peer().receivedBytes() == toPeer.expected().length;
  }

  void startPumping() {
    pumping = true;
    waiter().tasklet().wake(Tasklet.WOKEN_MSG);
  }

  /** The peer, or the user, goes at some moment. */
  void breakOffSoon() {
    int how = random().nextInt(3);
    simulation().after(random().nextLong(SOON_NANOS), () -> breakOff(how));
  }

  private void breakOff(int how) {
    switch (how) {
      case 0 -> peer().reset();
      case 1 -> peer().close();
      default -> connection().release();
    }
  }

  private void checkAllArrived() {
    check(
        got.size() == toUser.expected().length,
        "nothing more can happen, and %d of %d bytes have come",
        got.size(),
        toUser.expected().length);
    byte[] received = atPeer();
    require(ofBytes(), toPeer.mismatch(received) < 0, "the peer got other bytes than were sent");
    check(
        received.length == toPeer.expected().length,
        "nothing more can happen, and the peer has %d of %d bytes",
        received.length,
        toPeer.expected().length);
    check(connection().isReadOver(), "the peer has ended, and it was not reported");
    check(connection().any(ConnFlags.SOCK_WR_SH), "the sending side was not shut");
    require(
        Rule.CONN_02,
        !connection().any(ConnFlags.WAIT_XPRT),
        "all bytes have moved, and a wait bit stands");
  }

  private void pull() {
    int rounds = 1 + random().nextInt(ROUNDS);
    for (int round = 0; mayReceive(); round++) {
      if (round == rounds) {
        waiter().tasklet().wake(Tasklet.WOKEN_IO);
        return;
      }
      int count = receiveSomehow();
      if (count == 0 && mayReceive()) {
        subscribe(WaitEvent.RETRY_RECV);
        return;
      }
    }
  }

  private boolean mayReceive() {
    return !connection().isReadOver() && !waiter().waits(WaitEvent.RETRY_RECV);
  }

  private int receiveSomehow() {
    if (xprt() instanceof SpliceXprt splice && random().nextBoolean()) {
      Pipe pipe = loop().pipes().take();
      if (pipe != null) {
        int count = splice.rcvPipe(pipe, pipe.capacity());
        simulation().note("rcvPipe", pipe.capacity(), count);
        Buffer into = Objects.requireNonNull(in);
        while (!pipe.isEmpty()) {
          loop().pipes().empty(pipe, into);
          keep(into);
        }
        loop().pipes().give(pipe);
        if (count >= 0) {
          return count;
        }
      }
    }
    return receive(some(Objects.requireNonNull(in).capacity()));
  }

  /** One or more, and often few: what is small is cut, too. */
  private int some(int most) {
    return 1 + random().nextInt(random().nextInt(4) == 0 ? FEW_BYTES : most);
  }

  private void push() {
    Buffer held = Objects.requireNonNull(out);
    while (maySend() && (loaded < toSend.length || !held.isEmpty())) {
      if (sendOnce(some(held.capacity())) == 0 || !held.isEmpty()) {
        if (maySend()) {
          subscribe(WaitEvent.RETRY_SEND);
        }
        return;
      }
    }
    if (ending && maySend() && (speech == null || speech.hasSaidAll())) {
      xprt().shutWrite(true);
      connection().shutWrite(true);
    }
  }

  private boolean maySend() {
    return !connection().any(ConnFlags.SOCK_WR_SH) && !waiter().waits(WaitEvent.RETRY_SEND);
  }

  @Override
  void end() {
    if (waiter != null) {
      if (connection().xprt() != null) {
        unsubscribe(WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND);
      }
      connection().release();
      waiter.tasklet().free();
    }
    if (in != null) {
      loop().buffers().give(in);
    }
    if (out != null) {
      loop().buffers().give(out);
    }
  }
}
