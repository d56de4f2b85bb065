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
import java.lang.foreign.Arena;
import java.util.Objects;
import java.util.function.Consumer;

/** Says again what it hears, and ends after the other has ended. */
final class Echo implements ReadyHandler, TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("test.echo");

  private final Connection connection;
  private final Consumer<String> told;
  private final Tasklet tasklet;
  private final WaitEvent waiting;
  private final Buffer buffer = new Buffer(Arena.ofAuto().allocate(16384));

  /**
   * Speaks through a connection once it is ready.
   *
   * @param told hears what was agreed on, or why nothing was
   */
  Echo(Connection connection, Consumer<String> told) {
    this.connection = connection;
    this.told = told;
    this.tasklet = new Tasklet(connection.loop(), KIND, this);
    this.waiting = new WaitEvent(tasklet);
    connection.whenReady(this);
  }

  @Override
  public boolean ready(Connection ready) {
    if (ready.any(ConnFlags.ERROR)) {
      told.accept(ready.error() + ": " + ready.errorDetail());
      tasklet.free();
      ready.close();
      return false;
    }
    SecureXprt secure = Objects.requireNonNull(ready.secureXprt());
    var peer = secure.peerCertificate();
    told.accept(
        "%s %s sni=%s alpn=%s resumed=%s peer=%s from=%s"
            .formatted(
                secure.protocol(),
                secure.cipherSuite(),
                secure.serverName(),
                secure.alpn(),
                secure.resumed(),
                peer == null ? "" : peer.getSubjectX500Principal().getName(),
                ready.source()));
    tasklet.wake(Tasklet.WOKEN_MSG);
    return true;
  }

  @Override
  public boolean run(int why) {
    XprtOps xprt = Objects.requireNonNull(connection.xprt());
    int moved = 1;
    while (moved > 0) {
      moved = xprt.rcvBuf(buffer, buffer.room());
      moved += xprt.sndBuf(buffer, buffer.length(), 0);
    }
    if (connection.any(ConnFlags.ERROR) || connection.isReadOver() && buffer.isEmpty()) {
      told.accept(connection.any(ConnFlags.ERROR) ? "error " + connection.errorDetail() : "end");
      xprt.shutWrite(true);
      connection.shutWrite(true);
      tasklet.free();
      connection.close();
      return false;
    }
    int wanted = buffer.isEmpty() ? WaitEvent.RETRY_RECV : WaitEvent.RETRY_SEND;
    if (!waiting.waits(wanted)) {
      xprt.subscribe(wanted, waiting);
    }
    return true;
  }

  @Override
  public void failed(Throwable thrown) {
    told.accept("thrown " + thrown);
  }
}
