package io.turnout.xprt.handshake.wire;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.PeekXprt;
import io.turnout.core.conn.XprtOps;
import java.util.Arrays;

/**
 * Takes a peer's messages from a transport, and not one byte behind them.
 *
 * <p>It looks at what came, and receives what belongs to the message. What it has to wait behind is
 * received too, as bytes that were seen already do not announce themselves again. Where nothing can
 * be looked at, it asks for no more than the message has at least.
 */
public final class Inlet {
  /** Answer of {@link #pull}: there is nothing to be had now. */
  public static final int WAIT = 0;

  /** Answer of {@link #pull}: the peer has closed, or the connection has failed. */
  public static final int ENDED = -1;

  private static final byte[] NOTHING = {};
  private static final int LARGEST_LOOK = 4096;
  private static final int FEW_BYTES = 512;

  private final Connection connection;
  private byte[] bytes = NOTHING;

  /** How many were received, and how many are known, as the others were looked at. */
  private int taken;

  private int seen;

  /** How long the message is, once that is known. */
  private int whole;

  private boolean heard;

  /** For one connection; nothing is taken yet. */
  public Inlet(Connection connection) {
    this.connection = connection;
  }

  /** Where the message is. */
  public byte[] bytes() {
    return bytes;
  }

  /** Whether the peer has said anything at all. */
  public boolean heard() {
    return heard;
  }

  /** Whether nothing was received of a message that is not whole. */
  public boolean isEmpty() {
    return taken == 0;
  }

  /** What was received of a message that is not whole. */
  public byte[] part() {
    return Arrays.copyOf(bytes, taken);
  }

  /** The message is done with. */
  public void next() {
    taken = 0;
    seen = 0;
    whole = 0;
    bytes = NOTHING;
  }

  /**
   * Goes on to the end of a message.
   *
   * @return how long it is, or {@link #WAIT}, or {@link #ENDED}
   */
  public int pull(XprtOps below, Extent extent) {
    Buffer buffer = connection.loop().buffers().takeAtLeast(FEW_BYTES);
    try {
      return pull(below, extent, buffer);
    } finally {
      connection.loop().buffers().give(buffer);
    }
  }

  /** Whether the peer has said more than the messages so far. Takes some of it, if it has. */
  public boolean isFollowed(XprtOps below) {
    if (seen > 0) {
      return true;
    }
    Buffer buffer = connection.loop().buffers().takeAtLeast(FEW_BYTES);
    int count = below instanceof PeekXprt able ? able.peek(buffer, 1) : below.rcvBuf(buffer, 1);
    connection.loop().buffers().give(buffer);
    return count > 0;
  }

  /**
   * Whether the peer has said more that begins with another byte than this. Where nothing can be
   * looked at it is not known, and left to who receives it. What was taken is another, as nobody
   * receives it any more.
   */
  public boolean isFollowedByOther(XprtOps below, byte first) {
    if (seen > 0) {
      return true;
    }
    Buffer buffer = connection.loop().buffers().takeAtLeast(FEW_BYTES);
    int count = below instanceof PeekXprt able ? able.peek(buffer, 1) : 0;
    boolean other = count > 0 && buffer.byteAt(0) != first;
    buffer.clear();
    connection.loop().buffers().give(buffer);
    return other;
  }

  private int pull(XprtOps below, Extent extent, Buffer buffer) {
    while (whole == 0) {
      int needed = extent.needed(bytes, taken);
      if (needed > taken) {
        if (!look(below, buffer, needed)) {
          return nothingCame(below);
        }
        needed = extent.needed(bytes, seen);
      }
      if (needed <= seen) {
        whole = needed;
      } else if (!receive(below, buffer, seen)) {
        return nothingCame(below);
      }
    }
    return receive(below, buffer, whole) ? whole : nothingCame(below);
  }

  private int nothingCame(XprtOps below) {
    return connection.any(ConnFlags.ERROR) || connection.isReadOverAt(below) ? ENDED : WAIT;
  }

  /** Sees more than was seen and taken. */
  private boolean look(XprtOps below, Buffer buffer, int needed) {
    int before = taken;
    if (below instanceof PeekXprt able) {
      able.peek(buffer, Math.max(LARGEST_LOOK, needed - taken));
      seen = taken + keep(buffer);
    } else {
      below.rcvBuf(buffer, needed - taken);
      taken += keep(buffer);
      seen = taken;
    }
    heard |= seen > before;
    return seen > before;
  }

  /** Receives what was seen, up to there. */
  private boolean receive(XprtOps below, Buffer buffer, int end) {
    while (taken < end) {
      int count = below.rcvBuf(buffer, end - taken);
      keep(buffer);
      taken += count;
      if (count == 0) {
        return false;
      }
    }
    return true;
  }

  /** Copies behind what was taken. */
  private int keep(Buffer buffer) {
    int count = buffer.length();
    if (bytes.length < taken + count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, taken + count));
    }
    buffer.copyTo(0, bytes, taken, count);
    buffer.clear();
    return count;
  }
}
