package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.Session;
import io.turnout.core.trace.TraceSource;
import org.jspecify.annotations.Nullable;

/** A mux that was there before its transports were ready, and counts what it is told. */
final class HandshakeMux extends ReferenceMux {
  private final Factory factory;

  private HandshakeMux(Connection connection, TraceSource trace, Factory factory) {
    super(connection, trace, 0);
    this.factory = factory;
  }

  @Override
  public boolean init(
      @Nullable ConnStream existing, @Nullable Session session, @Nullable Buffer leftover) {
    return true;
  }

  @Override
  public boolean wake() {
    if (connection.any(ConnFlags.ERROR) || !connection.any(ConnFlags.WAIT_XPRT)) {
      factory.told++;
    }
    return true;
  }

  /** Makes one. */
  static final class Factory implements MuxFactory {
    private int told;

    /** How often it heard that the connection is ready, or has failed. */
    int told() {
      return told;
    }

    @Override
    public String name() {
      return "reference";
    }

    @Override
    public MuxOps create(Connection connection) {
      return new HandshakeMux(connection, new TraceSource("reference", "the kit's mux"), this);
    }
  }
}
