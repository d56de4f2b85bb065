package io.turnout.tck.sim;

import io.turnout.core.address.Address;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.CtlOps;
import io.turnout.core.loop.Pollable;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.FlagNames;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import org.jspecify.annotations.Nullable;

/**
 * A simulated socket as a connection's control layer. It behaves as the system's socket does, and
 * complains of whoever uses it against the rules.
 */
public final class SimCtl implements CtlOps, Pollable {
  private static final int RECV_READY = 1;
  private static final int SEND_READY = 1 << 1;
  private static final int HUNG_UP = 1 << 2;
  private static final int ERROR = 1 << 3;
  private static final int HALF_CLOSED = 1 << 4;
  private static final int RESET_ON_CLOSE = 1 << 5;

  private static final int MORE_BEHIND = HUNG_UP | ERROR | HALF_CLOSED;
  private static final int ANY_READ = Poller.IN | Poller.HUP | Poller.ERR | Poller.RDHUP;
  private static final int ANY_WRITE = Poller.OUT | Poller.HUP | Poller.ERR;

  private static final FlagNames NAMES =
      new FlagNames("RECV_READY", "SEND_READY", "HUP", "ERR", "RDHUP", "RESET_ON_CLOSE");

  private final Connection connection;
  private final SimNetwork network;
  private final Simulation simulation;
  private final SimFaults faults;
  private final SimSocket socket;
  private final TraceSource trace;
  private int state;
  private long bytesReceived;
  private long bytesSent;
  private boolean closed;
  private @Nullable WaitEvent waiter;

  private SimCtl(Connection connection, SimNetwork network, SimSocket socket, int state) {
    this.connection = connection;
    this.network = network;
    this.simulation = network.simulation();
    this.faults = network.faults();
    this.socket = socket;
    this.trace = network.trace();
    this.state = state;
    network.add(this);
  }

  static SimCtl accepted(
      Connection connection, SimNetwork network, SimSocket socket, boolean resetOnClose) {
    int state = SEND_READY | (resetOnClose ? RESET_ON_CLOSE : 0);
    return new SimCtl(connection, network, socket, state);
  }

  static SimCtl connecting(Connection connection, SimNetwork network, SimSocket socket) {
    return new SimCtl(connection, network, socket, RESET_ON_CLOSE);
  }

  /** The simulated socket. */
  public SimSocket socket() {
    return socket;
  }

  /** Whose control layer it is. */
  public Connection connection() {
    return connection;
  }

  @Override
  public String name() {
    return "sim";
  }

  @Override
  public int descriptor() {
    return socket.descriptor();
  }

  @Override
  public int interest() {
    WaitEvent waiting = waiter;
    int events = connection.any(ConnFlags.WAIT_L4) ? Poller.OUT : 0;
    if (waiting != null) {
      events |= waiting.waits(WaitEvent.RETRY_RECV) ? Poller.IN : 0;
      events |= waiting.waits(WaitEvent.RETRY_SEND) ? Poller.OUT : 0;
    }
    return events;
  }

  @Override
  public void onReady(int events) {
    checkOpen("onReady");
    int before = connection.flags();
    note(events);
    tell(TraceLevel.STATE, TraceSource.CONNECTION, "onReady", events);
    boolean connecting = connection.any(ConnFlags.WAIT_L4);
    if (connecting) {
      proveOrFail(events);
    }
    WaitEvent waiting = waiter;
    boolean told = false;
    if (waiting != null) {
      int due = (before ^ connection.flags()) & ConnFlags.ERROR;
      int deliverable = due != 0 ? waiting.events() : ready() & waiting.events();
      told = deliverable != 0;
      waiter = waiting.deliver(deliverable);
    }
    connection.notifyMux(before, connecting && !told && !connection.any(ConnFlags.WAIT_L4));
  }

  @Override
  public int recv(long address, int length) {
    checkOpen("recv");
    int count = readable(length);
    tell(TraceLevel.DATA, TraceSource.RX, "recv", count);
    if (count > 0) {
      socket.recv(address, count);
      bytesReceived += count;
      connection.prove();
      if (count < length && (state & MORE_BEHIND) == 0) {
        state &= ~RECV_READY;
      }
      return count;
    }
    readEnded(count);
    return 0;
  }

  @Override
  public int peek(long address, int length) {
    checkOpen("peek");
    int count = readable(length);
    tell(TraceLevel.DATA, TraceSource.RX, "peek", count);
    if (count > 0) {
      socket.peek(address, count);
      connection.prove();
      return count;
    }
    readEnded(count);
    return 0;
  }

  @Override
  public int send(long address, int length, int flags) {
    checkOpen("send");
    int count = writable(length);
    tell(TraceLevel.DATA, TraceSource.TX, "send", count);
    if (count > 0) {
      socket.send(address, count);
    }
    return written(count, length);
  }

  @Override
  public int recvPipe(Pipe into, int max) {
    checkOpen("recvPipe");
    ByteQueue content = network.pipes().contentOf(into);
    int room = into.capacity() - content.length();
    // A pipe that holds bytes may be full of half filled pages.
    if (room == 0 || content.length() > 0 && simulation.random().nextBoolean()) {
      return 0;
    }
    int count = readable(Math.min(max, room));
    tell(TraceLevel.DATA, TraceSource.RX, "recvPipe", count);
    if (count > 0) {
      socket.recv(content, count);
      bytesReceived += count;
      connection.prove();
      into.added(count);
      return count;
    }
    readEnded(count);
    return 0;
  }

  @Override
  public int sendPipe(Pipe from) {
    checkOpen("sendPipe");
    ByteQueue content = network.pipes().contentOf(from);
    int length = from.length();
    int count = writable(length);
    tell(TraceLevel.DATA, TraceSource.TX, "sendPipe", count);
    if (count > 0) {
      socket.send(content, count);
      from.removed(count);
    }
    return written(count, length);
  }

  @Override
  public boolean mayRecv() {
    return (state & RECV_READY) != 0;
  }

  @Override
  public boolean isFailing() {
    return (state & ERROR) != 0;
  }

  @Override
  public boolean maySend() {
    return (state & SEND_READY) != 0;
  }

  @Override
  public void subscribe(int events, WaitEvent subscriber) {
    checkOpen("subscribe");
    int now = ready() & events;
    if (now != 0) {
      subscriber.tasklet().wake(Tasklet.WOKEN_IO);
    }
    int later = events & ~now;
    if (later != 0) {
      if (waiter != null && waiter != subscriber) {
        throw simulation.violation("SUB-02: a second subscriber on descriptor " + descriptor());
      }
      waiter = subscriber.record(waiter, later);
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent subscriber) {
    checkOpen("unsubscribe");
    waiter = subscriber.drop(waiter, events);
  }

  @Override
  public void shutWrite() {
    checkOpen("shutWrite");
    tell(TraceLevel.PROTO, TraceSource.CONNECTION, "shutWrite", 0);
    socket.shutWrite();
  }

  @Override
  public void resetOnClose() {
    state |= RESET_ON_CLOSE;
  }

  @Override
  public void orderlyClose() {
    state &= ~RESET_ON_CLOSE;
  }

  @Override
  public boolean drain() {
    checkOpen("drain");
    if ((state & (HUNG_UP | ERROR)) != 0) {
      state &= ~RESET_ON_CLOSE;
      return true;
    }
    while (mayRecv()) {
      int count = socket.beforeRead(Integer.MAX_VALUE);
      if (count > 0) {
        socket.dropReceived();
      } else if (count == -SimErrno.EAGAIN) {
        state &= ~RECV_READY;
      } else {
        state = count == 0 ? state & ~RESET_ON_CLOSE : state;
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    checkOpen("close");
    tell(TraceLevel.USER, TraceSource.CONNECTION, "close", 0);
    WaitEvent waiting = waiter;
    if (waiting != null) {
      waiter = waiting.deliver(waiting.events());
    }
    connection.loop().poller().remove(this);
    closed = true;
    network.remove(this);
    socket.close((state & RESET_ON_CLOSE) != 0);
    if (connection.error() == ConnError.PLUGIN) {
      throw simulation.violation("INV-07: a plugin threw; see the log");
    }
  }

  @Override
  public long bytesReceived() {
    return bytesReceived;
  }

  @Override
  public long bytesSent() {
    return bytesSent;
  }

  @Override
  public @Nullable Address remoteAddress() {
    return socket.remote();
  }

  @Override
  public @Nullable Address localAddress() {
    return socket.local();
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("sim fd=").append(descriptor()).append(' ');
    NAMES.describe(state, to);
    if (waiter != null) {
      to.append(" sub=");
      waiter.describe(to);
    }
  }

  @Override
  public void dump(StringBuilder to) {
    connection.describe(to);
    to.append(" in=").append(bytesReceived).append(" out=").append(bytesSent);
  }

  /** Nothing runs and nothing is going to be reported: then nobody waits for what is there. */
  void checkWaiter() {
    WaitEvent waiting = waiter;
    int there = socket.readiness();
    if (waiting != null
        && !socket.isStirring()
        && (waiting.waits(WaitEvent.RETRY_RECV) && (there & Poller.IN) != 0
            || waiting.waits(WaitEvent.RETRY_SEND) && (there & Poller.OUT) != 0)) {
      throw simulation.violation("INV-05: lost wake-up: descriptor " + descriptor() + " is ready");
    }
  }

  private void note(int events) {
    state |= (events & ANY_READ) != 0 ? RECV_READY : 0;
    state |= (events & ANY_WRITE) != 0 ? SEND_READY : 0;
    state |= (events & Poller.HUP) != 0 ? HUNG_UP : 0;
    state |= (events & Poller.ERR) != 0 ? ERROR : 0;
    state |= (events & Poller.RDHUP) != 0 ? HALF_CLOSED : 0;
  }

  private int ready() {
    return state & (RECV_READY | SEND_READY);
  }

  private void proveOrFail(int events) {
    if ((events & Poller.ERR) != 0) {
      int errno = socket.takeError();
      state &= ~RESET_ON_CLOSE;
      connection.fail(errno > 0 ? SimErrno.meaning(errno) : ConnError.POLLERR);
    } else if ((events & (Poller.IN | Poller.OUT)) != 0) {
      connection.prove();
    }
  }

  /** What a read would answer; by chance less than it could, after which more is reported soon. */
  private int readable(int wanted) {
    int count = socket.beforeRead(wanted);
    if (count > 0 && socket.mayFalter()) {
      if (simulation.chance(faults.blocked())) {
        socket.stirSoon();
        return -SimErrno.EAGAIN;
      }
      if (simulation.chance(faults.shortRead())) {
        socket.stirSoon();
        return 1 + simulation.random().nextInt(count);
      }
    }
    return count;
  }

  private int writable(int offered) {
    int count = socket.beforeWrite(offered);
    if (count > 0) {
      if (simulation.chance(faults.blocked())) {
        socket.stirSoon();
        return -SimErrno.EAGAIN;
      }
      if (simulation.chance(faults.shortWrite())) {
        socket.stirSoon();
        return 1 + simulation.random().nextInt(count);
      }
    }
    return count;
  }

  /** A read gave nothing: the end, an error, or not yet. */
  private void readEnded(int answer) {
    simulation.note("no recv", descriptor(), answer);
    if (answer == 0) {
      connection.readEnd();
      if ((state & ERROR) != 0) {
        connection.fail(ConnError.SOCK_ERR);
      }
    } else if (answer == -SimErrno.EAGAIN) {
      state &= ~RECV_READY;
    } else {
      connection.fail(SimErrno.meaning(-answer));
    }
  }

  private int written(int count, int wanted) {
    if (count <= 0) {
      simulation.note("no send", descriptor(), count);
    }
    if (count >= 0) {
      if (count > 0) {
        connection.prove();
        bytesSent += count;
      }
      if (count < wanted) {
        state &= ~SEND_READY;
      }
      return count;
    }
    if (count == -SimErrno.EAGAIN) {
      state &= ~SEND_READY;
    } else {
      connection.failWrite(SimErrno.meaning(-count));
    }
    return 0;
  }

  private void tell(TraceLevel level, int group, String where, long number) {
    if (trace.on()) {
      trace.emit(level, group, where, connection, null, null, number);
    }
  }

  private void checkOpen(String call) {
    if (closed) {
      throw simulation.violation(
          "INV-04: " + call + " of descriptor " + descriptor() + " after its close");
    }
  }
}
