package io.turnout.tck.sim;

/**
 * A client or server outside of the program: it sends what its script says, and checks each byte
 * that it gets.
 *
 * <p>Its bytes begin with its id and go on with what follows from it, so that whoever gets them
 * knows whose they are and what must come next.
 */
public final class SimPeer {
  private static final int ID_BYTES = 4;
  private static final long SILENCE_NANOS = 20_000_000_000L;
  private static final int LARGEST = 1 << 16;

  private final Simulation simulation;
  private final SimSocket socket;
  private final SimScript script;
  private final byte[] memory;
  private boolean silent;
  private boolean acting;
  private boolean done;
  private boolean shut;
  private boolean ended;
  private boolean sendFailed;
  private int failure;
  private int heardId;
  private long sent;
  private long received;

  private SimPeer(Simulation simulation, SimSocket socket, SimScript script) {
    this.simulation = simulation;
    this.socket = socket;
    this.script = script;
    this.memory = new byte[Math.min(LARGEST, Math.max(script.writeBytes(), script.readBytes()))];
  }

  /** Acts from now on. */
  public static SimPeer start(Simulation simulation, SimSocket socket, SimScript script) {
    SimPeer peer = new SimPeer(simulation, socket, script);
    socket.watch(peer::actSoon);
    peer.actSoon();
    return peer;
  }

  /** What it does. */
  public SimScript script() {
    return script;
  }

  /** Whether it has closed. */
  public boolean isDone() {
    return done;
  }

  /** Whether the other's end of stream came. */
  public boolean hasEnded() {
    return ended;
  }

  /** The error that it got, or 0. */
  public int failure() {
    return failure;
  }

  /** Bytes that it sent. */
  public long sent() {
    return sent;
  }

  /** Bytes that it got. */
  public long received() {
    return received;
  }

  /** Whose bytes it gets; meaningless before it {@link #knowsSender()}. */
  public int heardId() {
    return heardId;
  }

  /** Whether it got enough to know whose bytes these are. */
  public boolean knowsSender() {
    return received >= ID_BYTES;
  }

  /** Whether chance cut its connection. */
  public boolean wasCut() {
    return socket.wasCut();
  }

  /** What it has done so far, for people. */
  public void describe(StringBuilder to) {
    to.append("peer ").append(Integer.toHexString(script.id())).append(' ').append(script);
    to.append(" sent=").append(sent).append(" received=").append(received);
    to.append(" from=").append(Integer.toHexString(heardId));
    to.append(done ? " done" : "").append(shut ? " shut" : "").append(ended ? " ended" : "");
    to.append(" failure=").append(failure).append(" / ");
    socket.describe(to);
  }

  private void actSoon() {
    if (!acting && !done && !silent) {
      acting = true;
      simulation.after(1 + simulation.random().nextLong(script.pauseNanos()), this::act);
    }
  }

  private void act() {
    acting = false;
    if (done || socket.isConnecting()) {
      return;
    }
    boolean moved = read();
    if (!script.isOrderly() && sent + received >= script.endingAfterBytes()) {
      endEarly();
      return;
    }
    moved |= write();
    boolean sentAll = sent == script.bytes();
    if (sentAll && !shut && !sendFailed) {
      shut = true;
      socket.shutWrite();
      moved = true;
    }
    boolean receivedAll = ended || failure != 0;
    if (receivedAll && (sentAll || sendFailed || failure != 0)) {
      finish(false);
    } else if (moved) {
      actSoon();
    }
  }

  private boolean read() {
    if (ended || failure != 0) {
      return false;
    }
    int wanted = 1 + simulation.random().nextInt(Math.min(memory.length, script.readBytes()));
    int count = socket.beforeRead(wanted);
    if (count > 0) {
      socket.recv(memory, count);
      check(count);
    } else if (count == 0) {
      ended = true;
      simulation.note("peer ended", socket.descriptor(), received);
    } else if (count != -SimErrno.EAGAIN) {
      failure = -count;
      simulation.note("peer failed", socket.descriptor(), failure);
    }
    return count != -SimErrno.EAGAIN;
  }

  private boolean write() {
    if (!mayStart() || sendFailed || shut || sent == script.bytes()) {
      return false;
    }
    int most = (int) Math.min(script.bytes() - sent, Math.min(memory.length, script.writeBytes()));
    int count = socket.beforeWrite(1 + simulation.random().nextInt(most));
    if (count > 0) {
      for (int i = 0; i < count; i++) {
        memory[i] = byteAt(script.id(), sent + i);
      }
      sent += count;
      socket.send(memory, 0, count);
      return true;
    }
    if (count == -SimErrno.EAGAIN) {
      return false;
    }
    sendFailed = true;
    simulation.note("peer cannot send", socket.descriptor(), count);
    return true;
  }

  private boolean mayStart() {
    return switch (script.start()) {
      case AT_ONCE -> true;
      case AFTER_SOMETHING -> received > 0 || ended;
      case AFTER_END -> ended;
    };
  }

  private void check(int count) {
    for (int i = 0; i < count; i++) {
      long at = received + i;
      if (at < ID_BYTES) {
        heardId = heardId << Byte.SIZE | memory[i] & 0xff;
      } else if (memory[i] != byteAt(heardId, at)) {
        throw simulation.violation(
            "byte %d that peer %x got is not what %x sent".formatted(at, script.id(), heardId));
      }
    }
    received += count;
  }

  private void endEarly() {
    silent = script.ending() == SimScript.Ending.SILENCE;
    switch (script.ending()) {
      case CLOSE -> finish(false);
      case RESET -> finish(true);
      case SILENCE -> simulation.after(SILENCE_NANOS, this::abort);
      case ORDERLY -> {}
    }
  }

  private void abort() {
    if (!done) {
      finish(true);
    }
  }

  private void finish(boolean reset) {
    done = true;
    socket.close(reset);
  }

  private static byte byteAt(int id, long position) {
    int at = (int) position;
    if (at < ID_BYTES) {
      return (byte) (id >>> Byte.SIZE * (ID_BYTES - 1 - at));
    }
    int mixed = (at ^ id) * 0x9e3779b1;
    return (byte) (mixed >>> 24 ^ mixed >>> 9);
  }
}
