package io.turnout.proxy.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.trace.TraceSource;
import io.turnout.spi.mux.SingleStreamMux;
import java.util.Objects;

/**
 * A plugin that changes the transport under itself: it hears the client's first line, answers
 * {@code OK}, puts a transport of another plugin under its own mux, and passes all that follows.
 *
 * @param transport what it puts there
 */
public record UpgradeMux(XprtFactory transport) implements TestMux {
  private static final HandlerKind IDLE = HandlerKind.of("upgrade.idle");
  private static final HandlerKind CHANGE = HandlerKind.of("upgrade.change");

  @Override
  public String name() {
    return "upgrade";
  }

  @Override
  public MuxOps create(Connection connection, TraceSource trace) {
    return new Upgrading(connection, trace, transport);
  }

  private static final class Upgrading extends SingleStreamMux {
    private final Tasklet change;
    private boolean changed;

    Upgrading(Connection connection, TraceSource trace, XprtFactory transport) {
      super(connection, IDLE, trace);
      this.change = new Tasklet(connection.loop(), CHANGE, new Change(connection, this, transport));
    }

    @Override
    public String name() {
      return "UPGRADE";
    }

    @Override
    protected int receive(Buffer into, int max) {
      if (changed) {
        return super.receive(into, max);
      }
      XprtOps xprt = Objects.requireNonNull(connection().xprt());
      Buffer line = surrenderInput();
      if (line == null) {
        line = Objects.requireNonNull(connection().loop().buffers().take());
      }
      // All that is there: what stands behind the line was sent before it was answered.
      xprt.rcvBuf(line, line.room());
      keep(line);
      if (endOf(line) > 0) {
        change.wake(Tasklet.WOKEN_MSG);
      }
      return 0;
    }

    /** It has nothing for the stream before the change. */
    @Override
    protected boolean isReady() {
      return changed && super.isReady();
    }

    @Override
    protected void release() {
      change.free();
    }

    /** Takes the line. Returns how many bytes stand behind it. */
    private int takeLine() {
      Buffer line = Objects.requireNonNull(surrenderInput());
      line.removed(endOf(line));
      int behind = line.length();
      line.clear();
      connection().loop().buffers().give(line);
      changed = true;
      return behind;
    }

    private static int endOf(Buffer line) {
      for (int i = 0; i < line.length(); i++) {
        if (line.byteAt(i) == '\n') {
          return i + 1;
        }
      }
      return 0;
    }
  }

  /** Runs by itself, as a mux must not change what it is called through. */
  private record Change(Connection connection, Upgrading mux, XprtFactory transport)
      implements TaskletHandler {
    @Override
    public boolean run(int why) {
      int unread = mux.takeLine();
      if (unread == 0) {
        answer(Objects.requireNonNull(connection.xprt()));
      }
      connection.addTransport(transport, unread);
      return true;
    }

    @Override
    public void failed(Throwable thrown) {
      connection.broken("upgrade", thrown);
    }

    private void answer(XprtOps xprt) {
      Buffer answer = Objects.requireNonNull(connection.loop().buffers().take());
      byte[] bytes = "OK\n".getBytes(US_ASCII);
      answer.write(bytes, 0, bytes.length);
      xprt.sndBuf(answer, bytes.length, 0);
      connection.loop().buffers().give(answer);
    }
  }
}
