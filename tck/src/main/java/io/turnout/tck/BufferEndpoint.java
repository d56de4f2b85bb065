package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.loop.WaitEvent;

/**
 * A mux's endpoint over a transport that cannot splice. Its stream sees that by its type: what it
 * put into a pipe would never leave.
 */
record BufferEndpoint(StreamEndpoint mux) implements StreamEndpoint {
  @Override
  public int rcvBuf(Buffer into, int max, int flags) {
    return mux.rcvBuf(into, max, flags);
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    return mux.sndBuf(from, max, flags);
  }

  @Override
  public void shut(int modes) {
    mux.shut(modes);
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    mux.subscribe(events, waiter);
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    mux.unsubscribe(events, waiter);
  }
}
