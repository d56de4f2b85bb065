package io.turnout.core.conn;

/** How a mux's work ended. */
public enum MuxExitStatus {
  /** Well. */
  SUCCESS,
  /** The peer sent what it should not. */
  INVALID,
  /** Too late. */
  TIMEOUT,
  /** Something failed on our side. */
  INTERNAL,
  /** A mux that does not look into the bytes cannot tell. */
  UNKNOWN
}
