package io.turnout.core.conn;

/** What became of a swap. Only {@link #DONE} changed anything. */
public enum SwapOutcome {
  /** The new mux serves the connection. */
  DONE("done"),
  /** The connection has that mux already. */
  SAME("it has that mux already"),
  /** The mux that it has refuses to be left. */
  REFUSED("its mux refuses to be left"),
  /** The mux that it has holds bytes that must leave it first; may be tried again later. */
  BUSY("its mux has bytes that must leave it first"),
  /** It is not connected yet, or a handshake is not done; may be tried again later. */
  NOT_READY("it is not ready yet"),
  /** It has failed, is shut both ways, or is closed. */
  CLOSING("it is closing"),
  /** The new mux could not be started; the old one serves on. */
  FAILED("the new mux could not be started");

  private final String text;

  SwapOutcome(String text) {
    this.text = text;
  }

  /** For logs: why nothing was done. */
  public String text() {
    return text;
  }
}
