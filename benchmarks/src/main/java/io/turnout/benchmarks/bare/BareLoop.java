package io.turnout.benchmarks.bare;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Forwards between the connections that it accepts and an origin on the loopback.
 *
 * <p>What is known of a socket stands in arrays by descriptor. A direction is named by the socket
 * that its bytes come from. Calls that are dropped, and why they may be:
 *
 * <ul>
 *   <li>a receive that only hears EAGAIN: a short one has emptied the socket, and an edge reports
 *       what comes later (urgent data would break this; nothing here sends any);
 *   <li>a receive that only hears the end: a short one after RDHUP was the last;
 *   <li>TCP_NODELAY on the client: inherited from the listener; on the server: Nagle's rule holds
 *       back nothing before the second segment, and many connections never send one;
 *   <li>an attempt to send before the connect has ended, epoll_ctl before close, shutdown where
 *       close follows at once, accept4 after the last waiting connection.
 * </ul>
 */
public final class BareLoop {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int PIPE_BYTES = 1024 * 1024;
  private static final int SPLICE_MOVE_NONBLOCK = 3;
  private static final int SMALLEST_SPLICE = 4096;
  private static final int FIRST_SEGMENT_BYTES = 1024;
  private static final int CHUNKS_IN_A_ROW = 16;
  private static final int ACCEPTS_IN_A_ROW = 64;
  private static final int SHUT_WR = 1;
  private static final int ENFILE = 23;
  private static final int EMFILE = 24;
  private static final int EDGES = Epoll.IN | Epoll.OUT | Epoll.RDHUP | Epoll.EDGE;

  private static final int OPEN = 1;
  private static final int LISTENING = 2;
  private static final int CONNECTING = 4;
  private static final int READABLE = 8;
  private static final int FIN_SEEN = 16;

  /** Received and not yet sent on: in {@code held} or, while SPLICING, in the pipe. */
  private static final int HELD = 32;

  /** The held bytes are the last. */
  private static final int LAST = 64;

  private static final int ENDED = 128;
  private static final int NO_DELAY = 256;
  private static final int SENT = 512;
  private static final int MAY_SPLICE = 1024;
  private static final int SPLICING = 2048;
  private static final int QUEUED = 4096;

  private final Epoll epoll = new Epoll();
  private final Buffers buffers = new Buffers(BUFFER_BYTES);
  private final Pipes pipes = new Pipes(PIPE_BYTES);
  private final MemorySegment origin;
  private long buffer = buffers.take();

  private int[] flags = new int[1024];
  private int[] peer = new int[1024];
  private long[] held = new long[1024];
  private int[] heldFrom = new int[1024];
  private int[] heldTo = new int[1024];

  private final Descriptors unfinished = new Descriptors();
  private final Descriptors closing = new Descriptors();
  private final Descriptors paused = new Descriptors();
  private long round;
  private long lastAcceptRound;
  private int acceptsInARow = 1;

  public BareLoop(int originPort) {
    origin = Loopback.address(originPort);
  }

  /**
   * Opens a listener.
   *
   * @param port 0 for a free one
   * @param splice whether a direction that fills whole buffers goes over to splice
   * @return the port
   */
  public int listen(int port, boolean splice) {
    int fd = Loopback.listener(port);
    track(fd, fd, OPEN | LISTENING | (splice ? MAY_SPLICE : 0));
    Failure.unlessDone("epoll_ctl", epoll.add(fd, Epoll.IN));
    return Loopback.port(fd);
  }

  /** Forwards for ever. */
  public void run() {
    while (true) {
      step();
    }
  }

  private void step() {
    round++;
    int count = unfinished.size() == 0 ? epoll.await() : epoll.look();
    for (int i = 0; i < count; i++) {
      ready(epoll.descriptor(i), epoll.mask(i));
    }
    for (int left = unfinished.size(); left > 0; left--) {
      goOn(unfinished.takeOldest());
    }
    closeAll();
  }

  private void ready(int fd, int events) {
    int state = flags[fd];
    if ((state & (OPEN | LISTENING)) != OPEN) {
      if ((state & LISTENING) != 0) {
        accept(fd);
      }
      return;
    }
    if ((state & CONNECTING) != 0) {
      if ((events & (Epoll.ERR | Epoll.HUP)) != 0) {
        reset(fd);
        return;
      }
      if ((events & Epoll.OUT) == 0) {
        return;
      }
      state &= ~CONNECTING;
    }
    if ((events & (Epoll.IN | Epoll.RDHUP | Epoll.HUP | Epoll.ERR)) != 0) {
      state |= READABLE;
      // A reset sets RDHUP as well, but then bytes before it are not the whole stream.
      if ((events & (Epoll.RDHUP | Epoll.ERR)) == Epoll.RDHUP) {
        state |= FIN_SEEN;
      }
    }
    flags[fd] = state;
    int other = peer[fd];
    if ((events & Epoll.OUT) != 0 && (flags[other] & (READABLE | HELD)) != 0) {
      resume(other, fd);
    }
    if ((flags[fd] & (OPEN | READABLE | HELD)) == (OPEN | READABLE)) {
      move(fd, other);
    }
  }

  private void resume(int from, int to) {
    if ((flags[from] & HELD) != 0 && !flush(from, to)) {
      return;
    }
    if ((flags[from] & READABLE) != 0) {
      move(from, to);
    }
  }

  private void goOn(int from) {
    int state = flags[from];
    flags[from] = state & ~QUEUED;
    if ((state & (OPEN | QUEUED | READABLE | HELD)) == (OPEN | QUEUED | READABLE)) {
      move(from, peer[from]);
    }
  }

  private void move(int from, int to) {
    if ((flags[to] & CONNECTING) != 0) {
      return;
    }
    for (int i = 0; i < CHUNKS_IN_A_ROW; i++) {
      boolean more = (flags[from] & SPLICING) != 0 ? splice(from, to) : copy(from, to);
      if (!more) {
        return;
      }
    }
    if ((flags[from] & QUEUED) == 0) {
      flags[from] |= QUEUED;
      unfinished.add(from);
    }
  }

  /** Moves one buffer; whether there may be more to move at once. */
  private boolean copy(int from, int to) {
    int received = Kernel.recv(from, buffer, BUFFER_BYTES, 0);
    if (received <= 0) {
      return nothingReceived(from, to, received);
    }
    boolean whole = received == BUFFER_BYTES;
    boolean last = false;
    if (!whole) {
      flags[from] &= ~READABLE;
      last = (flags[from] & FIN_SEEN) != 0;
    }
    if ((flags[to] & NO_DELAY) == 0) {
      decideNoDelay(to, received);
    }
    // With MSG_MORE the last bytes and the FIN that follows at once travel in one segment.
    int how = last ? Kernel.MSG_NOSIGNAL | Kernel.MSG_MORE : Kernel.MSG_NOSIGNAL;
    int sent = Kernel.send(to, buffer, received, how);
    if (sent < received) {
      return sentPart(from, to, sent, received, last);
    }
    if (last) {
      end(from, to);
      return false;
    }
    if (whole && (flags[from] & MAY_SPLICE) != 0) {
      flags[from] |= SPLICING;
      held[from] = 0;
    }
    return whole;
  }

  private boolean nothingReceived(int from, int to, int result) {
    if (result == -Kernel.EAGAIN) {
      flags[from] &= ~READABLE;
    } else if (result == 0) {
      flags[from] &= ~READABLE;
      end(from, to);
    } else if (result == -Kernel.EINTR) {
      return true;
    } else {
      reset(from);
    }
    return false;
  }

  private boolean sentPart(int from, int to, int sent, int received, boolean last) {
    if (sent < 0 && sent != -Kernel.EAGAIN && sent != -Kernel.EINTR) {
      reset(to);
      return false;
    }
    held[from] = buffer;
    heldFrom[from] = Math.max(sent, 0);
    heldTo[from] = received;
    flags[from] |= last ? HELD | LAST : HELD;
    buffer = buffers.take();
    return sent == -Kernel.EINTR && flush(from, to);
  }

  private void decideNoDelay(int to, int lengthBytes) {
    if ((flags[to] & SENT) != 0 || lengthBytes > FIRST_SEGMENT_BYTES) {
      Loopback.noDelay(to);
      flags[to] |= NO_DELAY;
    }
    flags[to] |= SENT;
  }

  private boolean splice(int from, int to) {
    if (held[from] == 0) {
      held[from] = pipes.take();
      if (held[from] == 0) {
        flags[from] &= ~SPLICING;
        return copy(from, to);
      }
    }
    int received =
        Kernel.splice(from, Pipes.writeEnd(held[from]), PIPE_BYTES, SPLICE_MOVE_NONBLOCK);
    if (received <= 0) {
      // The pipe was empty, so EAGAIN speaks of the socket.
      returnPipe(from);
      return nothingReceived(from, to, received);
    }
    heldFrom[from] = 0;
    heldTo[from] = received;
    flags[from] |= HELD;
    if (!flush(from, to)) {
      return false;
    }
    if (received < SMALLEST_SPLICE) {
      returnPipe(from);
      flags[from] &= ~SPLICING;
    }
    return true;
  }

  private void returnPipe(int from) {
    pipes.give(held[from]);
    held[from] = 0;
  }

  /** Sends what is held; whether all of it went and more may follow. */
  private boolean flush(int from, int to) {
    while (heldFrom[from] < heldTo[from]) {
      int left = heldTo[from] - heldFrom[from];
      int sent =
          (flags[from] & SPLICING) != 0
              ? Kernel.splice(Pipes.readEnd(held[from]), to, left, SPLICE_MOVE_NONBLOCK)
              : Kernel.send(to, held[from] + heldFrom[from], left, Kernel.MSG_NOSIGNAL);
      if (sent > 0) {
        heldFrom[from] += sent;
        if (sent < left && (flags[from] & SPLICING) == 0) {
          return false;
        }
      } else if (sent == -Kernel.EAGAIN) {
        return false;
      } else if (sent != -Kernel.EINTR) {
        reset(to);
        return false;
      }
    }
    return flushed(from, to);
  }

  private boolean flushed(int from, int to) {
    int state = flags[from];
    flags[from] = state & ~(HELD | LAST);
    if ((state & SPLICING) == 0) {
      buffers.give(held[from]);
    }
    if ((state & LAST) != 0) {
      end(from, to);
      return false;
    }
    return true;
  }

  private void end(int from, int to) {
    flags[from] |= ENDED;
    if ((flags[to] & ENDED) != 0) {
      close(from, to);
    } else {
      Kernel.shutdown(to, SHUT_WR);
    }
  }

  /** Passes on that a socket broke: the other side gets a reset and cannot take it for the end. */
  private void reset(int broken) {
    int other = peer[broken];
    Loopback.resetOnClose(other);
    close(broken, other);
  }

  private void close(int one, int other) {
    forget(one);
    forget(other);
  }

  // Descriptors stay taken to the end of the round: an event of this round may still name one.
  private void forget(int fd) {
    int state = flags[fd];
    if ((state & SPLICING) != 0 && held[fd] != 0) {
      if ((state & HELD) != 0) {
        Pipes.discard(held[fd]);
      } else {
        returnPipe(fd);
      }
    } else if ((state & HELD) != 0) {
      buffers.give(held[fd]);
    }
    flags[fd] = 0;
    closing.add(fd);
  }

  private void closeAll() {
    if (closing.size() == 0) {
      return;
    }
    while (closing.size() > 0) {
      Kernel.close(closing.takeNewest());
    }
    while (paused.size() > 0) {
      epoll.add(paused.takeNewest(), Epoll.IN);
    }
  }

  private void accept(int listener) {
    // More than one at a time only if the last round left some waiting: no accept4 for EAGAIN.
    boolean busy = lastAcceptRound == round - 1;
    acceptsInARow = busy ? Math.min(2 * acceptsInARow, ACCEPTS_IN_A_ROW) : 1;
    lastAcceptRound = round;
    for (int i = 0; i < acceptsInARow; i++) {
      int client = Kernel.accept(listener, Kernel.O_NONBLOCK | Kernel.O_CLOEXEC);
      if (client < 0) {
        if (client == -EMFILE || client == -ENFILE) {
          epoll.remove(listener);
          paused.add(listener);
        }
        return;
      }
      connect(client, flags[listener] & MAY_SPLICE);
    }
  }

  private void connect(int client, int splice) {
    int server = Loopback.stream();
    if (server < 0) {
      Loopback.resetOnClose(client);
      closing.add(client);
      return;
    }
    track(client, server, OPEN | NO_DELAY | splice);
    track(server, client, OPEN | CONNECTING | splice);
    int connected = Kernel.connect(server, origin.address(), Loopback.ADDRESS_BYTES);
    if (connected < 0 && connected != -Kernel.EINPROGRESS) {
      reset(server);
      return;
    }
    // The server first: on the loopback it is connected by now and so reported before the request.
    if (epoll.add(server, EDGES) < 0 || epoll.add(client, EDGES) < 0) {
      reset(server);
    }
  }

  private void track(int fd, int other, int state) {
    int top = Math.max(fd, other);
    if (top >= flags.length) {
      int length = Math.max(2 * flags.length, top + 1);
      flags = Arrays.copyOf(flags, length);
      peer = Arrays.copyOf(peer, length);
      held = Arrays.copyOf(held, length);
      heldFrom = Arrays.copyOf(heldFrom, length);
      heldTo = Arrays.copyOf(heldTo, length);
    }
    flags[fd] = state;
    peer[fd] = other;
  }
}
