package io.turnout.core.conn;

import io.turnout.core.trace.FlagNames;

/** The bits of {@link Connection#flags()}. */
public final class ConnFlags {
  /** The socket is not known to be connected yet. */
  public static final int WAIT_L4 = 1;

  /** The TLS handshake is not done. */
  public static final int WAIT_L6 = 1 << 1;

  /** A dialogue before the data is not done. Only what creates the handshake transport tests it. */
  public static final int HANDSHAKE = 1 << 2;

  /** The end of what the peer sends was seen, or reading is over for another reason. */
  public static final int SOCK_RD_SH = 1 << 3;

  /** Our sending side is shut, or broken. */
  public static final int SOCK_WR_SH = 1 << 4;

  /** The connection has failed; {@link Connection#error()} says why. */
  public static final int ERROR = 1 << 5;

  /** The control layer is there: the connection has a socket. */
  public static final int CTL_READY = 1 << 6;

  /** The transport was started. */
  public static final int XPRT_READY = 1 << 7;

  /** An outgoing connection. */
  public static final int BACK = 1 << 8;

  /**
   * A transport has last words that the socket did not take yet. Those below it have theirs after
   * it, and the socket's sending side is shut behind all: see {@link Connection#shutWrite}.
   */
  public static final int FAREWELL = 1 << 9;

  /** What stands between a connection and its transports' being ready. */
  public static final int WAIT_L4L6 = WAIT_L4 | WAIT_L6;

  /**
   * What stands between a connection and its data: none of these set is readiness, and nothing else
   * is.
   */
  public static final int WAIT_XPRT = WAIT_L4L6 | HANDSHAKE;

  /** What a mux hears of when it changes. */
  public static final int NOTIFY = SOCK_RD_SH | SOCK_WR_SH | ERROR;

  private static final FlagNames NAMES =
      new FlagNames(
          "WAIT_L4",
          "WAIT_L6",
          "HANDSHAKE",
          "SOCK_RD_SH",
          "SOCK_WR_SH",
          "ERROR",
          "CTL_READY",
          "XPRT_READY",
          "BACK",
          "FAREWELL");

  private ConnFlags() {}

  /** Appends the names of the bits that are set. */
  public static void describe(int flags, StringBuilder to) {
    NAMES.describe(flags, to);
  }
}
