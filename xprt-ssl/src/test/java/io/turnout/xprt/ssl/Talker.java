package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.ReadyHandler;
import io.turnout.core.conn.SecureXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.util.Objects;
import java.util.function.Consumer;

/** One who owns a connection, says what it is told to say, and keeps what it hears. */
final class Talker implements ReadyHandler, TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("test.talker");

  final Connection connection;
  private final Tasklet tasklet;
  private final WaitEvent waiting;
  private final Buffer out;
  private final Buffer in;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private byte[] toSay = new byte[0];
  private int said;
  private boolean ready;
  private boolean endWanted;
  private boolean hasEnded;
  private boolean deaf;
  private boolean closed;
  private Consumer<Talker> watcher = talker -> {};

  /** Talks through the connection, once its transports are ready. */
  Talker(Connection connection, int bufferBytes) {
    this.connection = connection;
    this.tasklet = new Tasklet(connection.loop(), KIND, this);
    this.waiting = new WaitEvent(tasklet);
    this.out = new Buffer(Arena.ofAuto().allocate(bufferBytes));
    this.in = new Buffer(Arena.ofAuto().allocate(bufferBytes));
    connection.whenReady(this);
  }

  /** Who looks at it after every step. */
  void watch(Consumer<Talker> looking) {
    watcher = looking;
  }

  /** More to say. */
  void say(byte[] bytes) {
    byte[] all = new byte[toSay.length + bytes.length];
    System.arraycopy(toSay, 0, all, 0, toSay.length);
    System.arraycopy(bytes, 0, all, toSay.length, bytes.length);
    toSay = all;
    wake();
  }

  /** Shuts its side when all is said. */
  void end() {
    endWanted = true;
    wake();
  }

  /** Receives nothing from now on. */
  void deafen(boolean now) {
    deaf = now;
    wake();
  }

  void close() {
    closed = true;
    connection.close();
    Throwable thrown = connection.loop().faults().first();
    if (thrown != null) {
      throw new AssertionError(thrown);
    }
  }

  boolean isReady() {
    return ready;
  }

  /** Whether the other's end came, and all before it. */
  boolean hearsNoMore() {
    return ready && connection.isReadOver();
  }

  boolean hasFailed() {
    return connection.any(ConnFlags.ERROR);
  }

  boolean hasSaidAll() {
    return said == toSay.length;
  }

  byte[] heard() {
    return heard.toByteArray();
  }

  SecureXprt secure() {
    return Objects.requireNonNull(connection.secureXprt());
  }

  SslXprt ssl() {
    return (SslXprt) secure();
  }

  @Override
  public boolean ready(Connection told) {
    ready = !told.any(ConnFlags.ERROR);
    wake();
    return true;
  }

  @Override
  public boolean run(int why) {
    if (ready && !closed) {
      talk();
    }
    watcher.accept(this);
    return true;
  }

  @Override
  public void failed(Throwable thrown) {
    throw new AssertionError(thrown);
  }

  private void wake() {
    tasklet.wake(Tasklet.WOKEN_MSG);
  }

  private void talk() {
    XprtOps xprt = Objects.requireNonNull(connection.xprt());
    boolean blocked = !speak(xprt);
    if (!deaf) {
      listen(xprt);
    }
    if (endWanted && !hasEnded && hasSaidAll()) {
      hasEnded = true;
      xprt.shutWrite(true);
      connection.shutWrite(true);
    }
    boolean over = connection.isReadOver();
    int wanted = over || deaf ? 0 : WaitEvent.RETRY_RECV;
    wanted |= blocked && !connection.any(ConnFlags.SOCK_WR_SH) ? WaitEvent.RETRY_SEND : 0;
    wanted &= ~waiting.events();
    if (wanted != 0 && !hasFailed()) {
      xprt.subscribe(wanted, waiting);
    }
  }

  /** Returns whether all is said. */
  private boolean speak(XprtOps xprt) {
    while (!hasSaidAll() || !out.isEmpty()) {
      int next = said + out.length();
      if (next < toSay.length) {
        out.write(toSay, next, toSay.length - next);
      }
      int count = xprt.sndBuf(out, out.length(), 0);
      said += count;
      if (count == 0) {
        return false;
      }
    }
    return true;
  }

  private void listen(XprtOps xprt) {
    while (xprt.rcvBuf(in, in.room()) > 0) {
      byte[] bytes = new byte[in.length()];
      in.copyTo(0, bytes, 0, bytes.length);
      in.clear();
      heard.writeBytes(bytes);
    }
  }
}
