package io.turnout.core.net;

import io.turnout.core.address.Address;
import io.turnout.core.loop.EventLoop;

/** A socket that listens, shared by the loops that accept from it. <b>Thread:</b> any. */
public interface Listening extends AutoCloseable {
  /** Where it listens; with the port that the system chose if 0 was asked. */
  Address address();

  /**
   * Begins to accept on a loop.
   *
   * <p><b>Thread:</b> that loop's.
   */
  Acceptor acceptOn(EventLoop loop, AcceptHandler handler);

  /** Stops listening; a file that was bound is removed. Acceptors are to be closed before. */
  @Override
  void close();
}
