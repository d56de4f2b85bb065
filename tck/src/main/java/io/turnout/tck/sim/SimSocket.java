package io.turnout.tck.sim;

import io.turnout.core.address.Address;
import io.turnout.core.loop.Poller;
import org.jspecify.annotations.Nullable;

/**
 * One end of a TCP connection, as Linux keeps it. Its calls answer what the system's do: a count,
 * or an error number below 0.
 *
 * <pre>
 *   send ──▶ outgoing ══ segments, after their latency ══▶ received of the other end ──▶ recv
 * </pre>
 *
 * <p>What Linux does and is easily got wrong: bytes that arrived before a reset stay readable; the
 * reset's error is told once, by a read, a write or SO_ERROR, whichever comes first; after the end
 * of stream a read answers 0 whatever follows; closing with unread bytes resets; a change of any
 * kind reports everything that holds; room to send is reported only to who was refused some.
 */
public final class SimSocket {
  private final SimNetwork network;
  private final Simulation simulation;
  private final int descriptor;
  private final Address local;
  private final Address remote;
  private final ByteQueue outgoing = new ByteQueue();
  private final ByteQueue received = new ByteQueue();
  private final int sendLimit;
  private final int receiveLimit;
  private @Nullable SimSocket other;
  private @Nullable Runnable watcher;
  private boolean connecting;
  private boolean shutAsked;
  private boolean endSent;
  private boolean endReceived;
  private boolean endRead;
  private boolean resetAsked;
  private boolean resetComing;
  private boolean dead;
  private boolean wholeSegments;
  private boolean closed;
  private boolean refusedRoom;
  private boolean segmentOnItsWay;
  private boolean cut;
  private int stirring;
  private int error;
  private long lastArrival;
  private long sent;
  private long read;

  SimSocket(SimNetwork network, int descriptor, Address local, Address remote) {
    this.network = network;
    this.simulation = network.simulation();
    this.descriptor = descriptor;
    this.local = local;
    this.remote = remote;
    this.sendLimit = network.faults().sendBytes();
    this.receiveLimit = network.faults().receiveBytes();
  }

  /** Its number; each socket has one of its own. */
  public int descriptor() {
    return descriptor;
  }

  /** Its own address. */
  public Address local() {
    return local;
  }

  /** The other end's address. */
  public Address remote() {
    return remote;
  }

  /** Who hears of every change; one at most. */
  void watch(@Nullable Runnable listener) {
    watcher = listener;
  }

  /** What holds now, in {@link Poller}'s bits. */
  int readiness() {
    int events = dead || shutAsked && endReceived ? Poller.HUP : 0;
    if (endReceived || dead) {
      events |= Poller.IN | Poller.RDHUP;
    }
    if (!connecting || dead) {
      events |= received.length() > 0 ? Poller.IN : 0;
      if (shutAsked || dead || isWritable()) {
        events |= Poller.OUT;
      } else {
        refusedRoom = true;
      }
    }
    return error != 0 ? events | Poller.ERR : events;
  }

  /** Bytes that a read would find now. */
  public int readable() {
    return received.length();
  }

  boolean isConnecting() {
    return connecting;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether chance cut this connection: what is lost then is nobody's fault. */
  public boolean wasCut() {
    return cut;
  }

  /** What becomes of this connection is nobody's fault from now on. */
  void cutByChance() {
    network.wasCut();
    cut = true;
    if (other != null) {
      other.cut = true;
    }
  }

  /** Whether a read may be cut short or refused by chance, as more may yet come. */
  boolean mayFalter() {
    return !endReceived && !dead && error == 0;
  }

  /** How much a read would give, or what it would answer instead. */
  int beforeRead(int wanted) {
    if (endRead) {
      throw simulation.violation("XPRT-03: recv after read 0 on descriptor " + descriptor);
    }
    if (received.length() > 0) {
      return Math.min(wanted, received.length());
    }
    if (endReceived) {
      endRead = true;
      return 0;
    }
    if (error != 0) {
      return -takeError();
    }
    if (dead) {
      endRead = true;
      return 0;
    }
    return -SimErrno.EAGAIN;
  }

  int recv(long address, int count) {
    received.removeTo(address, count);
    afterRead(count);
    return count;
  }

  void peek(long address, int count) {
    received.copyTo(address, count);
  }

  int recv(byte[] to, int count) {
    received.removeTo(to, 0, count);
    afterRead(count);
    return count;
  }

  int recv(ByteQueue pipe, int count) {
    received.moveTo(pipe, count);
    afterRead(count);
    return count;
  }

  int dropReceived() {
    int count = received.length();
    received.drop(count);
    afterRead(count);
    return count;
  }

  /** How much a write would take, or what it would answer instead. */
  int beforeWrite(int offered) {
    if (error != 0) {
      return -takeError();
    }
    if (shutAsked || dead) {
      return -SimErrno.EPIPE;
    }
    int room = connecting ? 0 : sendLimit - outgoing.length();
    if (room < offered) {
      refusedRoom = true;
    }
    return room <= 0 ? -SimErrno.EAGAIN : Math.min(room, offered);
  }

  void send(long address, int count) {
    outgoing.addFrom(address, count);
    afterWrite(count);
  }

  void send(byte[] from, int offset, int count) {
    outgoing.addFrom(from, offset, count);
    afterWrite(count);
  }

  void send(ByteQueue pipe, int count) {
    pipe.moveTo(outgoing, count);
    afterWrite(count);
  }

  /** {@code shutdown(SHUT_WR)}. */
  void shutWrite() {
    if (!shutAsked && !dead && !connecting) {
      simulation.note("shutdown", descriptor, 0);
      shutAsked = true;
      // Whoever polls the socket is told, as sending is ready now: to fail.
      changed();
      sendSegments();
    }
  }

  /** SO_ERROR: what went wrong, told once. */
  int takeError() {
    int taken = error;
    error = 0;
    return taken;
  }

  /** Lets the watcher look again a little later, as if something had just come. */
  void stirSoon() {
    stirring++;
    simulation.after(
        network.latency(),
        () -> {
          stirring--;
          changed();
        });
  }

  boolean isStirring() {
    return stirring > 0;
  }

  /** {@code close}, with SO_LINGER 0 if it shall reset. */
  void close(boolean reset) {
    if (closed) {
      throw simulation.violation("INV-03: descriptor " + descriptor + " closed twice");
    }
    boolean unread = received.length() > 0;
    simulation.note("close", descriptor, reset ? 1 : unread ? 2 : 0);
    closed = true;
    watcher = null;
    network.closed(this);
    SimSocket end = other;
    if (dead) {
      return;
    }
    if (reset || unread || connecting) {
      dead = true;
      if (end != null) {
        resetAsked = true;
        // What is on its way already arrives before the reset, if it fits.
        outgoing.cut(simulation.random().nextInt(outgoing.length() + 1));
        sendSegments();
      }
    } else if (!shutAsked) {
      shutAsked = true;
      sendSegments();
    }
  }

  void connectsTo(SimSocket end) {
    other = end;
  }

  void startConnecting() {
    connecting = true;
  }

  void established() {
    if (!closed && !dead) {
      connecting = false;
      simulation.note("established", descriptor, 0);
      changed();
    }
  }

  void connectFailed(int errno) {
    if (!closed && !dead) {
      simulation.note("connect failed", descriptor, errno);
      die(errno);
    }
  }

  /** When something that leaves now arrives at the other end; never before what left earlier. */
  long arrival() {
    lastArrival = Math.max(lastArrival, simulation.clock().nanoTime() + network.latency());
    return lastArrival;
  }

  void describe(StringBuilder to) {
    to.append("socket ").append(descriptor).append(connecting ? " connecting" : "");
    to.append(" out=").append(outgoing.length()).append('/').append(sendLimit);
    to.append(" in=").append(received.length()).append('/').append(receiveLimit);
    to.append(" sent=").append(sent).append(" read=").append(read);
    to.append(shutAsked ? " shut" : "").append(endReceived ? " ended" : "");
    to.append(dead ? " dead" : "").append(closed ? " closed" : "").append(" err=").append(error);
  }

  private boolean isWritable() {
    // As sk_stream_is_writeable: a third of the buffer is free.
    return outgoing.length() <= sendLimit - Math.max(1, sendLimit / 3);
  }

  private void afterRead(int count) {
    read += count;
    network.progressed();
    simulation.note("recv", descriptor, count);
    SimSocket end = other;
    if (end != null) {
      end.sendSegments();
    }
  }

  private void afterWrite(int count) {
    sent += count;
    network.progressed();
    simulation.note("send", descriptor, count);
    sendSegments();
  }

  /** Sees to it that what is to be told arrives, sooner or later. */
  private void sendSegments() {
    SimSocket end = other;
    if (segmentOnItsWay || resetComing || end == null) {
      return;
    }
    boolean bytes = outgoing.length() > 0 && (end.room() > 0 || end.isGone());
    boolean ending = outgoing.length() == 0 && shutAsked && !endSent && !dead;
    if (bytes && !dead || ending || resetAsked) {
      segmentOnItsWay = true;
      simulation.at(arrival(), this::segmentArrives);
    }
  }

  private void segmentArrives() {
    segmentOnItsWay = false;
    SimSocket end = other;
    if (end == null || dead && !resetAsked) {
      return;
    }
    if (!resetAsked
        && outgoing.length() > 0
        && !end.dead
        && simulation.chance(network.faults().reset())) {
      simulation.note("cut", descriptor, end.descriptor);
      cutByChance();
      end.resetArrives();
      resetArrives();
      return;
    }
    int moved = outgoing.length() == 0 ? 0 : moveSegment(end);
    if (resetAsked) {
      resetAsked = false;
      outgoing.cut(0);
      end.resetArrives();
      return;
    }
    if (dead) {
      return;
    }
    boolean over = outgoing.length() == 0 && shutAsked && !endSent;
    if (over && (moved == 0 || simulation.random().nextBoolean())) {
      endSent = true;
      end.endArrives();
    } else if (moved > 0) {
      end.changed();
    }
    if (moved > 0 && refusedRoom && isWritable()) {
      refusedRoom = false;
      changed();
    }
    sendSegments();
  }

  /** Delivers some bytes; to an end that is closed already they are, and it resets. */
  private int moveSegment(SimSocket end) {
    if (end.isGone()) {
      if (!resetAsked) {
        end.dead = true;
        end.outgoing.cut(0);
        resetComing = true;
        simulation.at(end.arrival(), this::resetArrives);
      }
      return 0;
    }
    int fits = Math.min(outgoing.length(), end.room());
    int most = Math.min(fits, network.faults().segmentBytes());
    int count = most == 0 || wholeSegments ? most : 1 + simulation.random().nextInt(most);
    if (resetAsked) {
      count = fits;
    }
    outgoing.moveTo(end.received, count);
    return count;
  }

  /** Whether segments take all that they can. */
  void wholeSegments(boolean on) {
    wholeSegments = on;
  }

  private int room() {
    return receiveLimit - received.length();
  }

  private boolean isGone() {
    return closed || dead;
  }

  private void endArrives() {
    if (!dead) {
      simulation.note("end arrives", descriptor, 0);
      endReceived = true;
      changed();
    }
  }

  private void resetArrives() {
    if (!dead) {
      simulation.note("reset arrives", descriptor, 0);
      die(connecting ? SimErrno.ECONNREFUSED : endReceived ? SimErrno.EPIPE : SimErrno.ECONNRESET);
    }
  }

  private void die(int errno) {
    dead = true;
    connecting = false;
    error = errno;
    outgoing.cut(0);
    changed();
  }

  private void changed() {
    Runnable told = watcher;
    if (told != null) {
      told.run();
    }
  }
}
