package io.turnout.core.trace;

/** How much a source tells; each level has all that the ones before it have. */
public enum TraceLevel {
  /** Errors that end something. */
  ERROR,
  /** What a user did: a connection came, went. */
  USER,
  /** Events of the protocol. */
  PROTO,
  /** Changes of state. */
  STATE,
  /** Bytes that moved. */
  DATA,
  /** Everything. */
  DEVELOPER
}
