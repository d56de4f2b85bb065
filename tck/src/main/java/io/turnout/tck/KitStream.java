package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.SpliceEndpoint;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a stream on the tested mux: does what it is told, or pumps by itself once {@link
 * #pump()} is called. It keeps the rules of an owner, and looks at each answer of the mux.
 */
final class KitStream implements TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("tck.stream");
  private static final int RECV = WaitEvent.RETRY_RECV;
  private static final int SEND = WaitEvent.RETRY_SEND;
  private static final int OVER = StreamFlags.EOS | StreamFlags.ERROR;
  private static final int ROUNDS = 4;
  private static final long REST_NANOS = 20_000_000;

  private final MuxBench bench;
  private final ConnStream conn;
  private final Buffer in;
  private final Buffer out;
  private final ByteArrayOutputStream got = new ByteArrayOutputStream();
  private @Nullable Pipe outPipe;
  private byte[] toSend = {};
  private int loaded;
  private int runs;
  private int gotAtRest;
  private boolean pumping;
  private boolean splicing;
  private boolean ending;
  private boolean resting;
  private boolean sawEnd;
  private boolean freed;

  KitStream(MuxBench bench) {
    this.bench = bench;
    this.conn = new ConnStream(bench.loop(), KIND, this);
    this.in = bench.takeBuffer();
    this.out = bench.takeBuffer();
  }

  ConnStream conn() {
    return conn;
  }

  byte[] got() {
    return got.toByteArray();
  }

  int gotBytes() {
    return got.size();
  }

  /** How often its tasklet ran. */
  int runs() {
    return runs;
  }

  /** Bytes that the mux took so far. */
  int takenBytes() {
    return loaded - out.length() - (outPipe == null ? 0 : outPipe.length());
  }

  /** Whether all that was to be sent was taken, and the end told if it was asked for. */
  boolean hasSentAll() {
    return takenBytes() == toSend.length && (!ending || conn.any(StreamFlags.SHW_DONE));
  }

  boolean hasEnded() {
    return sawEnd;
  }

  /** Takes bytes that a mux hands over at the beginning. */
  void begin(Buffer input) {
    keep(input);
  }

  @Override
  public boolean run(int why) {
    runs++;
    bench.simulation().note("stream runs", why, conn.flags());
    if (pumping) {
      pumpOnce();
    }
    return true;
  }

  @Override
  public void failed(Throwable thrown) {
    // The loop has it among its faults, at which each step looks.
  }

  /** From now on it receives, sends and waits by itself. */
  void pump() {
    pumping = true;
    conn.tasklet().wake(Tasklet.WOKEN_MSG);
  }

  /** Whether it may use pipes where the mux permits it. */
  void splices(boolean on) {
    splicing = on;
  }

  /** These bytes are to be sent after those before. */
  void send(byte[] bytes) {
    toSend = Flow.concat(toSend, bytes);
    wakeIfPumping();
  }

  /** The sending side is to be shut once all is sent. */
  void end() {
    ending = true;
    wakeIfPumping();
  }

  private void wakeIfPumping() {
    if (pumping) {
      conn.tasklet().wake(Tasklet.WOKEN_MSG);
    }
  }

  /** One attempt to receive; looks at what the mux makes of it. */
  int receive(int max) {
    return receive(max, 0);
  }

  /** One attempt to receive, with {@link StreamEndpoint#BUF_NOT_STUCK} or not. */
  int receive(int max, int flags) {
    in.clear();
    int count = receiveInto(in, max, flags);
    keep(in);
    looked(count);
    return count;
  }

  /** One attempt to receive behind bytes that are about to leave the buffer. */
  int receiveBehind(byte[] held, int max) {
    in.clear();
    in.write(held, 0, held.length);
    int count = receiveInto(in, max, StreamEndpoint.BUF_NOT_STUCK);
    byte[] still = new byte[held.length];
    in.copyTo(0, still, 0, held.length);
    bench.check(Arrays.equals(held, still), "the bytes that the buffer held are not those before");
    in.removed(held.length);
    keep(in);
    looked(count);
    return count;
  }

  private int receiveInto(Buffer into, int max, int flags) {
    int before = into.length();
    int count = conn.endpoint().rcvBuf(into, max, flags);
    bench.simulation().note("stream rcvBuf", max, count);
    bench.require(
        Rule.INV_01,
        count >= 0 && count <= max && into.length() == before + count,
        "rcvBuf(max %d) answers %d, and the buffer went from %d to %d bytes",
        max,
        count,
        before,
        into.length());
    return count;
  }

  /** One attempt to receive through a pipe. */
  int receiveByPipe(SpliceEndpoint splice, Pipe pipe) {
    int count = splice.rcvPipe(pipe, pipe.capacity());
    bench.simulation().note("stream rcvPipe", pipe.capacity(), count);
    bench.require(
        Rule.INV_01,
        count >= 0 && pipe.length() == count,
        "rcvPipe answers %d, and the pipe holds %d bytes",
        count,
        pipe.length());
    while (!pipe.isEmpty()) {
      in.clear();
      bench.loop().pipes().empty(pipe, in);
      keep(in);
    }
    looked(count);
    return count;
  }

  /** One attempt to send what is left to be sent, at most so much. */
  int sendOnce(int max) {
    if (out.isEmpty()) {
      loaded += out.write(toSend, loaded, Math.min(max, toSend.length - loaded));
    }
    if (out.isEmpty()) {
      return 0;
    }
    int before = out.length();
    int more = loaded < toSend.length ? StreamEndpoint.MORE : 0;
    int count = conn.endpoint().sndBuf(out, before, more);
    bench.simulation().note("stream sndBuf", before, count);
    bench.require(
        Rule.INV_01,
        count >= 0 && out.length() == before - count,
        "sndBuf answers %d, and the buffer went from %d to %d bytes",
        count,
        before,
        out.length());
    return count;
  }

  /** Asks to be woken. */
  void subscribe(int events) {
    conn.subscribe(events);
    bench.simulation().note("stream subscribe", events, conn.waitEvent().events());
  }

  /** Leaves its mux, and is freed. */
  void free() {
    if (!freed) {
      freed = true;
      conn.detach();
      conn.free();
      bench.loop().buffers().give(in);
      bench.loop().buffers().give(out);
      if (outPipe != null) {
        bench.loop().pipes().give(outPipe);
      }
    }
  }

  private void keep(Buffer from) {
    byte[] bytes = new byte[from.length()];
    from.copyTo(0, bytes, 0, bytes.length);
    from.clear();
    got.write(bytes, 0, bytes.length);
    if (bytes.length > 0) {
      bench.checkReceived(this);
    }
  }

  /** Looks at the flags after an attempt. */
  private void looked(int count) {
    boolean ended = conn.any(StreamFlags.EOS);
    bench.require(
        Rule.INV_02, !sawEnd || count == 0, "%d bytes came after the end of stream", count);
    bench.require(Rule.MUX_03, !sawEnd || ended, "EOS was reported, and is gone");
    if (ended && !conn.any(StreamFlags.ERROR)) {
      bench.require(Rule.MUX_03, conn.any(StreamFlags.EOI), "EOS is set without EOI");
      bench.require(
          Rule.CONN_04,
          !bench.connection().any(ConnFlags.WAIT_XPRT),
          "EOS is set while the connection waits for its transports");
      bench.checkEnd(this);
    }
    bench.require(
        Rule.MUX_02, !ended || !conn.any(StreamFlags.RCV_MORE), "RCV_MORE stands beside EOS");
    sawEnd |= ended;
  }

  private void pumpOnce() {
    if (conn.isAttached()) {
      push();
    }
    if (conn.isAttached()) {
      pull();
    }
  }

  private void pull() {
    for (int round = 0; mayReceive(); round++) {
      if (round == ROUNDS) {
        conn.tasklet().wake(Tasklet.WOKEN_IO);
        return;
      }
      // Only if something came since, so that no wake-up for nothing hides behind passing time.
      if (got.size() > gotAtRest && bench.random().nextInt(40) == 0) {
        rest();
        return;
      }
      int count = receiveSomehow();
      if (count == 0 && mayReceive()) {
        subscribe(RECV);
        return;
      }
    }
  }

  private boolean mayReceive() {
    return !resting
        && conn.isAttached()
        && !conn.any(OVER | StreamFlags.SHR_DONE)
        && !conn.waitEvent().waits(RECV);
  }

  private int receiveSomehow() {
    SpliceEndpoint splice = conn.splice();
    boolean permitted = conn.any(StreamFlags.MAY_SPLICE);
    if (splicing && permitted && splice != null && bench.random().nextBoolean()) {
      Pipe pipe = bench.loop().pipes().take();
      if (pipe != null) {
        int count = receiveByPipe(splice, pipe);
        bench.loop().pipes().give(pipe);
        // While the permission stands, there is more to splice or nothing.
        if (count > 0 || conn.any(StreamFlags.MAY_SPLICE | OVER)) {
          return count;
        }
      }
    }
    int flags = bench.random().nextBoolean() ? StreamEndpoint.BUF_NOT_STUCK : 0;
    return receive(1 + bench.random().nextInt(in.capacity()), flags);
  }

  /** An owner whose buffers are full for a moment. */
  private void rest() {
    resting = true;
    gotAtRest = got.size();
    receive(0);
    bench
        .simulation()
        .after(
            1 + bench.random().nextLong(REST_NANOS),
            () -> {
              resting = false;
              if (!freed) {
                conn.tasklet().wake(Tasklet.WOKEN_MSG);
              }
            });
  }

  private void push() {
    while (maySend() && takenBytes() < toSend.length) {
      int count = sendSomehow();
      if (holds() || count == 0) {
        if (maySend() && holds()) {
          subscribe(SEND);
        }
        return;
      }
    }
    if (ending && maySend() && takenBytes() == toSend.length) {
      conn.shut(StreamEndpoint.SHW_NORMAL);
    }
  }

  private boolean holds() {
    return !out.isEmpty() || outPipe != null;
  }

  private boolean maySend() {
    return conn.isAttached()
        && !conn.any(StreamFlags.ERROR | StreamFlags.ERR_PENDING | StreamFlags.SHW_DONE)
        && !conn.waitEvent().waits(SEND);
  }

  private int sendSomehow() {
    if (outPipe == null && out.isEmpty() && splicing && bench.random().nextBoolean()) {
      outPipe = fillPipe();
    }
    if (outPipe == null) {
      return sendOnce(1 + bench.random().nextInt(out.capacity()));
    }
    return sendByPipe(outPipe);
  }

  private @Nullable Pipe fillPipe() {
    Pipe pipe = conn.splice() == null ? null : bench.loop().pipes().take();
    if (pipe != null) {
      int most = 1 + bench.random().nextInt(toSend.length - loaded);
      loaded += bench.network().pipes().fill(pipe, toSend, loaded, most);
    }
    return pipe;
  }

  /** What is in a pipe leaves by it, unless the mux was swapped for one that takes none. */
  private int sendByPipe(Pipe pipe) {
    if (!out.isEmpty()) {
      // It was taken out of this pipe before.
      return sendOnce(out.length());
    }
    SpliceEndpoint splice = conn.splice();
    int count = 0;
    if (splice != null) {
      int before = pipe.length();
      count = splice.sndPipe(pipe);
      bench.simulation().note("stream sndPipe", before, count);
      bench.require(
          Rule.INV_01,
          count >= 0 && pipe.length() == before - count,
          "sndPipe answers %d, and the pipe went from %d to %d bytes",
          count,
          before,
          pipe.length());
    } else {
      count = bench.loop().pipes().empty(pipe, out);
    }
    if (pipe.isEmpty()) {
      outPipe = null;
      bench.loop().pipes().give(pipe);
    }
    return out.isEmpty() ? count : sendOnce(out.length());
  }
}
