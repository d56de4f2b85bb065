package io.turnout.proxy.testing;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.StackedXprt;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceSource;
import io.turnout.spi.mux.SingleStreamMux;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A mux that passes all, and puts a transport under itself that has last words, as TLS has: for one
 * connection. They leave when the test says so.
 */
public final class FarewellMux implements TestMux {
  /** What it says. */
  public static final String WORDS = "farewell";

  private static final HandlerKind KIND = HandlerKind.of("farewell.idle");
  private static final int LIMIT_SECONDS = 50;

  private final CompletableFuture<Farewell> asked = new CompletableFuture<>();

  /** Waits until the stream has ended its sending side. */
  public void awaitAsked() throws Exception {
    asked.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Lets the words leave, if there is still a connection. */
  public void release() {
    Farewell waiting = asked.join();
    waiting.connection.loop().execute(waiting::speak);
  }

  @Override
  public String name() {
    return "farewell";
  }

  @Override
  public MuxOps create(Connection connection, TraceSource trace) {
    connection.installXprt(layer());
    return new Passing(connection, trace);
  }

  private XprtFactory layer() {
    return new XprtFactory() {
      @Override
      public String name() {
        return "farewell";
      }

      @Override
      public XprtOps create(Connection connection) {
        return new Farewell(connection, Objects.requireNonNull(connection.xprt()), asked);
      }
    };
  }

  private static final class Passing extends SingleStreamMux {
    Passing(Connection connection, TraceSource trace) {
      super(connection, KIND, trace);
    }

    @Override
    public String name() {
      return "FAREWELL";
    }
  }

  private static final class Farewell implements StackedXprt {
    private final Connection connection;
    private final CompletableFuture<Farewell> asked;
    private XprtOps below;
    private @Nullable WaitEvent sender;
    private boolean closed;

    Farewell(Connection connection, XprtOps below, CompletableFuture<Farewell> asked) {
      this.connection = connection;
      this.below = below;
      this.asked = asked;
    }

    @Override
    public String name() {
      return "FAREWELL";
    }

    @Override
    public XprtOps below() {
      return below;
    }

    @Override
    public void below(XprtOps now) {
      below = now;
    }

    @Override
    public ConnError timeoutError() {
      return ConnError.NONE;
    }

    @Override
    public int rcvBuf(Buffer into, int max) {
      return below.rcvBuf(into, max);
    }

    @Override
    public int sndBuf(Buffer from, int max, int flags) {
      return below.sndBuf(from, max, flags);
    }

    @Override
    public void subscribe(int events, WaitEvent waiter) {
      int later = events;
      if (connection.any(ConnFlags.FAREWELL) && (events & WaitEvent.RETRY_SEND) != 0) {
        sender = waiter.record(sender, WaitEvent.RETRY_SEND);
        later &= ~WaitEvent.RETRY_SEND;
      }
      if (later != 0) {
        below.subscribe(later, waiter);
      }
    }

    @Override
    public void unsubscribe(int events, WaitEvent waiter) {
      int left = events;
      if (sender != null && (events & WaitEvent.RETRY_SEND) != 0) {
        waiter.drop(waiter, WaitEvent.RETRY_SEND);
        sender = null;
        left &= ~WaitEvent.RETRY_SEND;
      }
      if (left != 0) {
        below.unsubscribe(left, waiter);
      }
    }

    @Override
    public void shutWrite(boolean clean) {
      if (clean && !asked.isDone()) {
        connection.set(ConnFlags.FAREWELL);
        asked.complete(this);
      } else if (!clean) {
        below.shutWrite(false);
      }
    }

    @Override
    public void close() {
      closed = true;
      below.close();
    }

    @Override
    public void describe(StringBuilder to) {
      to.append("FAREWELL");
    }

    private void speak() {
      if (closed || connection.any(ConnFlags.SOCK_WR_SH)) {
        return;
      }
      Buffer words = Objects.requireNonNull(connection.loop().buffers().take());
      byte[] bytes = WORDS.getBytes(StandardCharsets.US_ASCII);
      words.write(bytes, 0, bytes.length);
      below.sndBuf(words, bytes.length, 0);
      connection.loop().buffers().give(words);
      connection.clear(ConnFlags.FAREWELL);
      below.shutWrite(true);
      connection.shutWrite(true);
      if (sender != null) {
        sender.deliver(WaitEvent.RETRY_SEND);
        sender = null;
      }
    }
  }
}
