package io.turnout.core.net;

/** One loop's share of a listening socket. <b>Thread:</b> the loop's. */
public interface Acceptor extends AutoCloseable {
  /** Accepts again, after its handler said it was full. */
  void resume();

  /** Accepts no more. */
  @Override
  void close();
}
