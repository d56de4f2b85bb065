package io.turnout.core.conn;

import io.turnout.core.trace.FlagNames;

/** The bits of {@link ConnStream#flags()}: what a mux reports to its stream. */
public final class StreamFlags {
  /** End of input: the message is complete. */
  public static final int EOI = 1;

  /** End of stream: nothing more can be received. */
  public static final int EOS = 1 << 1;

  /** The stream has failed. */
  public static final int ERROR = 1 << 2;

  /**
   * Sending failed, but received bytes may still be there; becomes {@link #ERROR} with {@link
   * #EOS}.
   */
  public static final int ERR_PENDING = 1 << 3;

  /** The mux has, or may have, more to receive. Stands until end of stream or error. */
  public static final int RCV_MORE = 1 << 4;

  /** The mux could have given bytes, but there was no room. */
  public static final int WANT_ROOM = 1 << 5;

  /** The mux permits splicing: its own buffer is empty and what follows need not be seen. */
  public static final int MAY_SPLICE = 1 << 6;

  /** The receiving side was shut. */
  public static final int SHR_DONE = 1 << 7;

  /** The sending side was shut. */
  public static final int SHW_DONE = 1 << 8;

  /** No mux is behind. */
  public static final int DETACHED = 1 << 9;

  private static final FlagNames NAMES =
      new FlagNames(
          "EOI",
          "EOS",
          "ERROR",
          "ERR_PENDING",
          "RCV_MORE",
          "WANT_ROOM",
          "MAY_SPLICE",
          "SHR_DONE",
          "SHW_DONE",
          "DETACHED");

  private StreamFlags() {}

  /** Appends the names of the bits that are set. */
  public static void describe(int flags, StringBuilder to) {
    NAMES.describe(flags, to);
  }
}
