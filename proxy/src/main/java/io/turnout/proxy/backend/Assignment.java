package io.turnout.proxy.backend;

/** What became of a request for a server. */
public enum Assignment {
  /** It has a slot: see {@link ServerRequest#server}. */
  ASSIGNED,
  /** It waits; {@link SlotWaiter#slotGranted} will be called. */
  QUEUED,
  /** No server is usable. */
  NONE
}
