package io.turnout.proxy.testing;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.MuxQuery;
import io.turnout.core.conn.Session;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mux that turns what it receives into capitals, so that one sees what went through it. */
public record ShoutMux() implements MuxProvider {
  @Override
  public String name() {
    return "shout";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public Set<Side> sides() {
    return Set.of(Side.values());
  }

  @Override
  public Set<Mode> modes() {
    return Set.of(Mode.TCP);
  }

  @Override
  public MuxFactory newFactory(Traces traces) {
    return new MuxFactory() {
      @Override
      public String name() {
        return "shout";
      }

      @Override
      public MuxOps create(Connection connection) {
        return new Shouting(connection);
      }
    };
  }

  /** Comes by a swap only, and stays. */
  private static final class Shouting implements MuxOps, StreamEndpoint {
    private final Connection connection;
    private @Nullable ConnStream stream;
    private @Nullable Buffer input;

    Shouting(Connection connection) {
      this.connection = connection;
    }

    @Override
    public String name() {
      return "SHOUT";
    }

    @Override
    public boolean init(
        @Nullable ConnStream existing, @Nullable Session session, @Nullable Buffer leftover) {
      if (existing == null) {
        return false;
      }
      stream = existing;
      input = leftover;
      existing.attach(connection, this);
      return true;
    }

    @Override
    public int rcvBuf(Buffer into, int max, int flags) {
      Buffer from = Objects.requireNonNullElseGet(input, this::receive);
      byte[] bytes = new byte[Math.min(max, from.length())];
      from.copyTo(0, bytes, 0, bytes.length);
      from.removed(bytes.length);
      input = from;
      if (from.isEmpty()) {
        input = null;
        connection.loop().buffers().give(from);
      }
      if (input == null && connection.any(ConnFlags.SOCK_RD_SH)) {
        served().reportEnd();
      }
      String text = new String(bytes, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
      return into.write(text.getBytes(StandardCharsets.ISO_8859_1), 0, bytes.length);
    }

    private Buffer receive() {
      Buffer received = Objects.requireNonNull(connection.loop().buffers().take());
      xprt().rcvBuf(received, received.room());
      return received;
    }

    @Override
    public int sndBuf(Buffer from, int max, int flags) {
      int sent = xprt().sndBuf(from, max, flags);
      if (connection.any(ConnFlags.ERROR)) {
        served().reportError();
      }
      return sent;
    }

    @Override
    public void shut(int modes) {
      if ((modes & (SHW_NORMAL | SHW_SILENT)) != 0) {
        connection.shutWrite((modes & SHW_NORMAL) != 0);
      }
      if ((modes & SHR_DRAIN) != 0) {
        connection.drain();
      }
    }

    @Override
    public void subscribe(int events, WaitEvent waiter) {
      xprt().subscribe(events, waiter);
    }

    @Override
    public void unsubscribe(int events, WaitEvent waiter) {
      xprt().unsubscribe(events, waiter);
    }

    @Override
    public boolean wake() {
      served().tasklet().wake(Tasklet.WOKEN_MSG);
      return true;
    }

    @Override
    public void attach(ConnStream added, @Nullable Session session) {
      throw new IllegalStateException("it has its stream");
    }

    @Override
    public void detach(ConnStream leaving) {
      stream = null;
      destroy();
    }

    @Override
    public int usedStreams() {
      return 1;
    }

    @Override
    public int availStreams() {
      return 0;
    }

    @Override
    public long ctl(MuxQuery query) {
      return -1;
    }

    @Override
    public void destroy() {
      Buffer kept = input;
      if (kept != null) {
        input = null;
        connection.loop().buffers().give(kept);
      }
      connection.close();
      if (stream != null) {
        stream.lost();
      }
    }

    @Override
    public void describe(StringBuilder to) {
      to.append(name());
    }

    private XprtOps xprt() {
      return Objects.requireNonNull(connection.xprt());
    }

    private ConnStream served() {
      return Objects.requireNonNull(stream);
    }
  }
}
