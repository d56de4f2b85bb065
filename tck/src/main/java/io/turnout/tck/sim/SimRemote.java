package io.turnout.tck.sim;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection, worked by hand: it sends what it is told to and keeps what it
 * gets, in pieces and at moments that the seed decides.
 */
public final class SimRemote {
  private static final int PIECE_BYTES = 4096;
  private static final long PAUSE_NANOS = 50_000;

  /** Whoever has anything to do does it meanwhile. */
  private static final long REST_NANOS = 1_000_000_000;

  private final Simulation simulation;
  private final SimSocket socket;
  private final ByteQueue waiting = new ByteQueue();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final byte[] memory = new byte[PIECE_BYTES];
  private @Nullable PeerSpeech speech;
  private int wireLeft = Integer.MAX_VALUE;
  private int pieceBytes;
  private boolean reading = true;
  private boolean whole;
  private boolean acting;
  private boolean endAsked;
  private boolean shut;
  private boolean ended;
  private boolean closed;
  private int failure;

  private SimRemote(Simulation simulation, SimSocket socket) {
    this.simulation = simulation;
    this.socket = socket;
  }

  /** Takes a socket; reads from now on. */
  public static SimRemote on(Simulation simulation, SimSocket socket) {
    SimRemote remote = new SimRemote(simulation, socket);
    socket.watch(remote::actSoon);
    remote.actSoon();
    return remote;
  }

  /** What it sends and gets goes through this from now on; before it does either. */
  public void speak(PeerSpeech language) {
    speech = language;
    put(language.begin());
  }

  /** Sends these bytes after those before. */
  public void send(byte[] bytes) {
    PeerSpeech spoken = speech;
    put(spoken == null ? bytes : spoken.say(bytes));
  }

  /** Shuts its sending side once all is sent. */
  public void end() {
    PeerSpeech spoken = speech;
    if (spoken != null && !endAsked) {
      put(spoken.end());
    }
    endAsked = true;
    actSoon();
  }

  /** Puts no more than so many bytes on the wire, until it may go on. */
  public void pauseAfter(int wireBytes) {
    wireLeft = wireBytes;
  }

  /** There is no pause any more. */
  public void goOn() {
    wireLeft = Integer.MAX_VALUE;
    actSoon();
  }

  /**
   * Goes on by itself where it pauses, and pauses again after each piece of this length: all that
   * can happen has happened when the next one comes.
   */
  public void piecesOf(int wireBytes) {
    pieceBytes = wireBytes;
  }

  private void rest() {
    simulation.after(
        REST_NANOS,
        () -> {
          wireLeft = pieceBytes;
          actSoon();
        });
  }

  private void put(byte[] wire) {
    if (!shut && !closed) {
      waiting.addFrom(wire, 0, wire.length);
      actSoon();
    }
  }

  /** Whether it reads what comes. */
  public void reading(boolean on) {
    reading = on;
    actSoon();
  }

  /** Whether it sends at once what fits, and not in pieces. */
  public void whole(boolean on) {
    whole = on;
    socket.wholeSegments(on);
  }

  /** Resets the connection, unless it is closed already. */
  public void reset() {
    close(true);
  }

  /** Closes, unless it is closed already. */
  public void close() {
    close(false);
  }

  /** All bytes that it got. */
  public byte[] received() {
    return received.toByteArray();
  }

  /** How many bytes it got. */
  public int receivedBytes() {
    return received.size();
  }

  /** Whether the end of stream came. */
  public boolean hasEnded() {
    return ended;
  }

  /** Whether it has shut its own side in order, so that an end must follow its bytes. */
  public boolean hasShut() {
    return shut;
  }

  /** Whether it has closed or reset the connection. */
  public boolean isClosed() {
    return closed;
  }

  /** The error number that it got, or 0. */
  public int failure() {
    return failure;
  }

  /** Its socket. */
  public SimSocket socket() {
    return socket;
  }

  private void close(boolean reset) {
    if (!closed) {
      closed = true;
      socket.close(reset);
    }
  }

  private void actSoon() {
    if (!acting && !closed) {
      acting = true;
      simulation.after(1 + simulation.random().nextLong(PAUSE_NANOS), this::act);
    }
  }

  private void act() {
    acting = false;
    if (closed || socket.isConnecting()) {
      return;
    }
    boolean moved = read();
    moved |= write();
    if (moved) {
      actSoon();
    }
  }

  private boolean read() {
    if (!reading || ended || failure != 0) {
      return false;
    }
    int count = socket.beforeRead(1 + simulation.random().nextInt(PIECE_BYTES));
    if (count > 0) {
      socket.recv(memory, count);
      hear(Arrays.copyOf(memory, count));
    } else if (count == 0) {
      ended = true;
      simulation.note("peer ended", socket.descriptor(), received.size());
    } else if (count != -SimErrno.EAGAIN) {
      failed(count);
    }
    return count != -SimErrno.EAGAIN;
  }

  private void hear(byte[] wire) {
    PeerSpeech spoken = speech;
    byte[] understood = wire;
    if (spoken != null) {
      put(spoken.hear(wire));
      understood = spoken.heard();
    }
    received.write(understood, 0, understood.length);
  }

  private boolean write() {
    if (failure != 0 || shut) {
      return false;
    }
    if (waiting.length() == 0) {
      if (endAsked && (speech == null || speech.hasSaidAll())) {
        shut = true;
        socket.shutWrite();
      }
      return false;
    }
    int most = Math.min(Math.min(waiting.length(), PIECE_BYTES), wireLeft);
    if (most == 0) {
      return false;
    }
    int count = socket.beforeWrite(whole ? most : 1 + simulation.random().nextInt(most));
    if (count > 0) {
      waiting.removeTo(memory, 0, count);
      wireLeft -= wireLeft == Integer.MAX_VALUE ? 0 : count;
      socket.send(memory, 0, count);
      if (wireLeft == 0 && pieceBytes > 0) {
        rest();
      }
    } else if (count != -SimErrno.EAGAIN) {
      failed(count);
    }
    return count != -SimErrno.EAGAIN;
  }

  private void failed(int answer) {
    failure = -answer;
    simulation.note("peer failed", socket.descriptor(), failure);
  }
}
