package io.turnout.proxy.testing;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.trace.TraceSource;
import io.turnout.spi.mux.SingleStreamMux;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * A mux that turns what it receives into capitals, so that one sees what went through it; stays.
 *
 * @param alpn the protocol that chooses it, or ""
 */
public record ShoutMux(String alpn) implements TestMux {
  private static final HandlerKind KIND = HandlerKind.of("shout.idle");

  /** One that is chosen by its name. */
  public ShoutMux() {
    this("");
  }

  @Override
  public String name() {
    return "shout";
  }

  @Override
  public MuxOps create(Connection connection, TraceSource trace) {
    return new Shouting(connection, trace);
  }

  private static final class Shouting extends SingleStreamMux {
    Shouting(Connection connection, TraceSource trace) {
      super(connection, KIND, trace);
    }

    @Override
    public String name() {
      return "SHOUT";
    }

    @Override
    public SwapOutcome objection() {
      return SwapOutcome.REFUSED;
    }

    @Override
    protected int receive(Buffer into, int max) {
      BufferPool buffers = connection().loop().buffers();
      Buffer received = Objects.requireNonNull(buffers.take());
      byte[] bytes = new byte[super.receive(received, Math.min(max, received.room()))];
      received.copyTo(0, bytes, 0, bytes.length);
      buffers.give(received);
      String text = new String(bytes, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
      return into.write(text.getBytes(StandardCharsets.ISO_8859_1), 0, bytes.length);
    }
  }
}
