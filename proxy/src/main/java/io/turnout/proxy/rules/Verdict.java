package io.turnout.proxy.rules;

/** What becomes of the bytes that were looked at. */
public enum Verdict {
  /** More bytes may change the answer: ask again when they have come, or when the time is up. */
  WAIT,
  /** They pass. */
  ACCEPT,
  /** The session ends. */
  REJECT,
  /** They pass, and the connection to the server is closed. */
  CLOSE
}
