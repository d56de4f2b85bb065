package io.turnout.core.trace;

/** How much of each event is written. */
public enum TraceVerbosity {
  /** The source, the event and where it happened. */
  QUIET,
  /** And the number that belongs to it. */
  CLEAN,
  /** And the connection. */
  MINIMAL,
  /** And the conn stream. */
  SIMPLE,
  /** And the buffer. */
  ADVANCED,
  /** And the thread. */
  COMPLETE
}
