package io.turnout.core.conn;

/** What a mux can be asked by {@link MuxOps#ctl}. */
public enum MuxQuery {
  /** 1 if the connection can carry data, else 0. */
  STATUS,
  /** How the stream ended: the ordinal of a {@link MuxExitStatus}. */
  EXIT_STATUS
}
