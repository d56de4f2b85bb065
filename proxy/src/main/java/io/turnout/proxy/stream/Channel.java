package io.turnout.proxy.stream;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.SpliceEndpoint;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a stream. It holds what was received and could not be sent yet: a buffer or a
 * pipe, none while there is nothing.
 *
 * <pre>
 *   buffer ──full reads in a row──▶ pipe ──small reads in a row──▶ buffer
 * </pre>
 */
final class Channel {
  /** So often it receives before others get their turn. */
  private static final int ROUNDS = 4;

  /** So many full reads in a row make a long transfer, so many small ones end it. */
  private static final int STREAK = 3;

  /** There is no buffer to receive into. Subscribing would wake at once. */
  private static final int NO_MEMORY = -1;

  private final Side from;
  private final Side to;
  private final EventLoop loop;
  private final SpliceMode mode;
  private @Nullable Buffer buffer;
  private @Nullable Pipe pipe;
  private long total;
  private int streak;
  private boolean fast;

  Channel(Side from, Side to, EventLoop loop, SpliceMode mode) {
    this.from = from;
    this.to = to;
    this.loop = loop;
    this.mode = mode;
  }

  /** Bytes received so far. */
  long total() {
    return total;
  }

  /** Whether bytes wait to be sent. */
  boolean holds() {
    return buffer != null || pipe != null;
  }

  /** What was received and not sent yet, unless it is in a pipe; null if there is nothing. */
  @Nullable Buffer content() {
    return buffer;
  }

  /**
   * What waits was given back to the sender's mux, which sends it again.
   *
   * @param count how many bytes
   */
  void unreceive(int count) {
    buffer = null;
    total -= count;
  }

  /** Whether nothing more can be received before something is sent. */
  boolean isFull() {
    return !hasRoom();
  }

  /** Starts with bytes that were received by somebody else. */
  void begin(Buffer input) {
    buffer = input;
    total = input.length();
  }

  /**
   * Sends what waits, then receives and sends until there is no progress; whichever side stopped it
   * is subscribed to.
   */
  void pump() {
    push();
    int round = 0;
    int got = 1;
    while (got > 0 && mayReceive()) {
      if (round++ == ROUNDS) {
        from.tasklet().wake(Tasklet.WOKEN_IO);
        break;
      }
      got = receive();
      push();
    }
    giveBackEmpty();
    if (got == 0 && mayReceive()) {
      from.subscribe(WaitEvent.RETRY_RECV);
    }
  }

  /** Drops what waits. */
  void release() {
    if (buffer != null) {
      loop.buffers().give(buffer);
      buffer = null;
    }
    if (pipe != null) {
      loop.pipes().give(pipe);
      pipe = null;
    }
  }

  private boolean mayReceive() {
    return from.mayReceive() && hasRoom();
  }

  private boolean hasRoom() {
    Buffer held = buffer;
    Pipe piped = pipe;
    // Bytes in the pipe go first: nothing may be received beside them, or while more may fill it.
    return (piped == null || piped.isEmpty()) && (held == null || held.room() > 0);
  }

  private int receive() {
    int got = 0;
    if (maySplice()) {
      got = receiveIntoPipe();
      if (got > 0 || from.any(StreamFlags.MAY_SPLICE | StreamFlags.EOS)) {
        return got;
      }
    }
    return receiveIntoBuffer();
  }

  private boolean maySplice() {
    return (mode == SpliceMode.ALWAYS || fast)
        && buffer == null
        && from.any(StreamFlags.MAY_SPLICE)
        && from.splice() != null
        && to.maySplice()
        && hasPipe();
  }

  private boolean hasPipe() {
    if (pipe == null) {
      pipe = loop.pipes().take();
    }
    return pipe != null;
  }

  private int receiveIntoPipe() {
    SpliceEndpoint source = from.splice();
    Pipe into = pipe;
    if (source == null || into == null) {
      return 0;
    }
    int got = source.rcvPipe(into, into.capacity());
    from.trace(TraceLevel.DATA, TraceSource.RX, "rcvPipe", null, got);
    if (got > 0) {
      received(got, got < loop.buffers().bufferBytes());
    }
    return got;
  }

  private int receiveIntoBuffer() {
    Buffer into = buffer;
    if (into == null) {
      into = loop.buffers().take();
      if (into == null) {
        from.waitForMemory();
        return NO_MEMORY;
      }
      buffer = into;
    }
    int room = into.room();
    int flags = into.isEmpty() ? 0 : StreamEndpoint.BUF_NOT_STUCK;
    int got = from.endpoint().rcvBuf(into, room, flags);
    from.trace(TraceLevel.DATA, TraceSource.RX, "rcvBuf", into, got);
    if (got > 0) {
      received(got, got < room);
    }
    return got;
  }

  /** Keeps count, and an eye on whether this is a long transfer. */
  private void received(int count, boolean small) {
    total += count;
    from.moved();
    if (mode == SpliceMode.AUTO) {
      if (small == fast) {
        streak++;
        if (streak == STREAK) {
          fast = !fast;
          streak = 0;
        }
      } else {
        streak = 0;
      }
    }
  }

  /** Sends what waits: a buffer's bytes come before a pipe's, should there be both. */
  private void push() {
    if (to.hasFailed()) {
      // What can go nowhere is dropped: with no room left the end would never be received, and the
      // other direction may need the memory to come to its own.
      release();
      return;
    }
    pushBuffer();
    Pipe piped = pipe;
    while (piped != null && !piped.isEmpty() && isEmpty(buffer) && to.maySend()) {
      SpliceEndpoint sink = to.splice();
      if (sink != null) {
        pushPipe(piped, sink);
      } else if (takeOutOf(piped)) {
        pushBuffer();
      } else {
        break;
      }
    }
  }

  private void pushBuffer() {
    Buffer held = buffer;
    if (held == null || held.isEmpty() || !to.maySend()) {
      return;
    }
    // With the end known, it leaves in the last bytes' segment.
    int flags = isEmpty(pipe) && to.getsEndOf(from) ? StreamEndpoint.MORE : 0;
    int sent = to.endpoint().sndBuf(held, held.length(), flags);
    to.trace(TraceLevel.DATA, TraceSource.TX, "sndBuf", held, sent);
    if (sent > 0) {
      to.moved();
    }
    if (!held.isEmpty()) {
      to.subscribe(WaitEvent.RETRY_SEND);
    }
  }

  private void pushPipe(Pipe piped, SpliceEndpoint sink) {
    int sent = sink.sndPipe(piped);
    to.trace(TraceLevel.DATA, TraceSource.TX, "sndPipe", null, sent);
    if (sent > 0) {
      to.moved();
    }
    if (!piped.isEmpty()) {
      to.subscribe(WaitEvent.RETRY_SEND);
    }
  }

  /** The receiver's mux was swapped for one that takes no pipe: its bytes go on in a buffer. */
  private boolean takeOutOf(Pipe piped) {
    Buffer into = buffer;
    if (into == null) {
      into = loop.buffers().take();
      if (into == null) {
        to.waitForMemory();
        return false;
      }
      buffer = into;
    }
    return loop.pipes().empty(piped, into) > 0;
  }

  private static boolean isEmpty(@Nullable Buffer buffer) {
    return buffer == null || buffer.isEmpty();
  }

  private static boolean isEmpty(@Nullable Pipe pipe) {
    return pipe == null || pipe.isEmpty();
  }

  private void giveBackEmpty() {
    if (buffer != null && buffer.isEmpty()) {
      loop.buffers().give(buffer);
      buffer = null;
    }
    if (pipe != null && pipe.isEmpty()) {
      loop.pipes().give(pipe);
      pipe = null;
    }
  }
}
