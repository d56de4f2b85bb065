package io.turnout.mux.pt;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.SpliceXprt;
import io.turnout.tck.FakeXprt;
import java.lang.foreign.Arena;

/** One that splices if a test does not forbid it, and notes how it is shut. */
final class SplicingFakeXprt extends FakeXprt implements SpliceXprt {
  boolean refusesSends;
  boolean unspliceable;
  boolean shutsItself;
  int reads;
  String shuts = "";

  private final Connection connection;
  private final Buffer spliced = new Buffer(Arena.ofAuto().allocate(4096));

  SplicingFakeXprt(Connection connection) {
    super(connection);
    this.connection = connection;
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    reads++;
    return super.rcvBuf(into, max);
  }

  @Override
  public int rcvPipe(Pipe into, int max) {
    if (unspliceable) {
      return -1;
    }
    int count = rcvBuf(spliced, Math.min(max, spliced.room()));
    spliced.clear();
    into.added(count);
    return count;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    if (refusesSends) {
      connection.failWrite(ConnError.EPIPE);
      return 0;
    }
    return super.sndBuf(from, max, flags);
  }

  @Override
  public int sndPipe(Pipe from) {
    int count = from.length();
    from.removed(count);
    return count;
  }

  @Override
  public void shutWrite(boolean clean) {
    shuts += clean ? "W" : "w";
  }

  @Override
  public boolean shutRead(boolean drain) {
    shuts += drain ? "R" : "r";
    return shutsItself;
  }
}
