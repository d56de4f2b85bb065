package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.loop.WaitEvent;
import io.turnout.xprt.ssl.engine.TlsEngine;
import io.turnout.xprt.ssl.engine.TlsException;

/**
 * The sending side of a connection: an owner's bytes, what the engine says of its own, and at last
 * its end, behind which the socket is shut.
 *
 * <pre>
 *   open ──end──▶ over ──part, if something waits for the socket──▶ parting ──flush──▶ shut below
 * </pre>
 */
final class Sending {
  private final Connection connection;
  private final LowerLayer below;
  private final RecordOutput output;
  private boolean over;

  /** The last words wait for the socket. */
  private boolean parting;

  Sending(Connection connection, LowerLayer below, RecordBuffers buffers) {
    this.connection = connection;
    this.below = below;
    this.output = new RecordOutput(buffers);
  }

  /** Records on their way, to which a handshake adds its own. */
  RecordOutput output() {
    return output;
  }

  /** Whether nothing waits for the socket. */
  boolean isEmpty() {
    return output.isEmpty();
  }

  /** Whether the owner has ended. */
  boolean isOver() {
    return over;
  }

  /** The owner ends. */
  void end() {
    over = true;
  }

  /** Sends bytes of the owner. Returns how many were taken. */
  int send(TlsEngine sealer, Buffer from, int max, int flags) throws TlsException {
    return output.send(from, max, flags, sealer, below.ops(), connection.loop().now());
  }

  /** Sends what the engine has to say of its own. Returns how many bytes it said. */
  int produce(TlsEngine sealer) throws TlsException {
    int said;
    try {
      said = sealer.produce(output.room());
    } finally {
      output.settle();
    }
    flush();
    return said;
  }

  /** Sends what waits, and asks to go on if something is left. Returns whether nothing is. */
  boolean flush() {
    boolean done = output.flush(below.ops(), 0);
    if (!done && connection.any(ConnFlags.SOCK_WR_SH)) {
      output.drop();
    } else if (!done) {
      below.ask(WaitEvent.RETRY_SEND);
    } else if (parting) {
      parting = false;
      connection.clear(ConnFlags.FAREWELL);
      below.ops().shutWrite(true);
      connection.shutWrite(true);
    }
    return done;
  }

  /** Shuts what is below when all that waits is sent. Returns false if nothing waits. */
  boolean part() {
    if (output.isEmpty()) {
      return false;
    }
    parting = true;
    connection.set(ConnFlags.FAREWELL);
    return true;
  }

  /** Sends what the socket takes at once, and forgets the rest. */
  void giveUp() {
    output.flush(below.ops(), 0);
    output.drop();
  }

  /** Forgets what waits. */
  void drop() {
    output.drop();
  }
}
