package io.turnout.proxy.testing;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceSource;
import io.turnout.spi.mux.SingleStreamMux;
import io.turnout.tck.PassingXprt;
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

  private static final class Farewell extends PassingXprt {
    private final Connection connection;
    private final CompletableFuture<Farewell> asked;
    private @Nullable WaitEvent sender;
    private boolean closed;

    Farewell(Connection connection, XprtOps below, CompletableFuture<Farewell> asked) {
      super(below);
      this.connection = connection;
      this.asked = asked;
    }

    @Override
    public String name() {
      return "FAREWELL";
    }

    @Override
    public void subscribe(int events, WaitEvent waiter) {
      int later = events;
      if (connection.any(ConnFlags.FAREWELL) && (events & WaitEvent.RETRY_SEND) != 0) {
        sender = waiter.record(sender, WaitEvent.RETRY_SEND);
        later &= ~WaitEvent.RETRY_SEND;
      }
      if (later != 0) {
        super.subscribe(later, waiter);
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
        super.unsubscribe(left, waiter);
      }
    }

    @Override
    public void shutWrite(boolean clean) {
      if (clean && !asked.isDone()) {
        connection.set(ConnFlags.FAREWELL);
        asked.complete(this);
      } else if (!clean) {
        below().shutWrite(false);
      }
    }

    @Override
    public void close() {
      closed = true;
      super.close();
    }

    private void speak() {
      if (closed || connection.any(ConnFlags.SOCK_WR_SH)) {
        return;
      }
      Buffer words = Objects.requireNonNull(connection.loop().buffers().take());
      byte[] bytes = WORDS.getBytes(StandardCharsets.US_ASCII);
      words.write(bytes, 0, bytes.length);
      sndBuf(words, bytes.length, 0);
      connection.loop().buffers().give(words);
      connection.clear(ConnFlags.FAREWELL);
      below().shutWrite(true);
      connection.shutWrite(true);
      if (sender != null) {
        sender.deliver(WaitEvent.RETRY_SEND);
        sender = null;
      }
    }
  }
}
