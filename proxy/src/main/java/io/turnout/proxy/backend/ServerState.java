package io.turnout.proxy.backend;

/** Whether a server may be used. */
public enum ServerState {
  UP,
  /** Taken out by the configuration or by an operator. */
  MAINTENANCE
}
