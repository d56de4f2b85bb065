package io.turnout.core.conn;

/** What became of {@link Connection#addTransport}. */
public enum TransportOutcome {
  /** The transport is there; what it still has to agree on with the peer goes on by itself. */
  DONE,

  /**
   * The peer had sent bytes past the point of the change, which would be taken for protected ones.
   * The connection has failed with {@link ConnError#INJECTION}.
   */
  INJECTION,

  /** The mux cannot go on over another transport. Nothing has changed. */
  REFUSED,

  /** The mux is in the middle of something; later it may be possible. Nothing has changed. */
  BUSY,

  /** The connection is not ready yet. Nothing has changed. */
  NOT_READY,

  /** The connection is closing, or was never open. Nothing has changed. */
  CLOSING,

  /** The factory threw, which is counted. Nothing has changed. */
  FAILED
}
