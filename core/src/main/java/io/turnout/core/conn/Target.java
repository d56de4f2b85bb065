package io.turnout.core.conn;

/** What a connection is for: a listener, a server, a check. */
public interface Target {
  /** The name that logs and dumps show. */
  String name();
}
