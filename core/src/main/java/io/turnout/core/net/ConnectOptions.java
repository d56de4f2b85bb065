package io.turnout.core.net;

/**
 * How to connect.
 *
 * @param keepAlive whether an idle peer is probed
 * @param delayAck whether the handshake's last acknowledgement waits for the first data
 */
public record ConnectOptions(boolean keepAlive, boolean delayAck) {
  /** What a connection has of which nobody said anything. */
  public static final ConnectOptions DEFAULT = new ConnectOptions(false, false);
}
