package io.turnout.examples.line;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.conn.XprtOps;
import org.jspecify.annotations.Nullable;

/**
 * What was received and not passed on yet: whole lines, and at most one behind them that is not
 * whole. A buffer while there is something, none while there is nothing.
 */
final class Lines {
  private final BufferPool buffers;
  private final int maxBytes;
  private @Nullable Buffer held;

  /** How many of the bytes held may leave, and how many lines end in them. */
  private int passable;

  private int passableLines;

  /** How long the line is that is not whole yet. */
  private int unfinished;

  private boolean tooLong;
  private boolean starved;

  Lines(BufferPool buffers, int maxBytes) {
    this.buffers = buffers;
    this.maxBytes = maxBytes;
  }

  /** Starts with bytes that somebody else received. */
  void begin(@Nullable Buffer input) {
    held = input;
    if (input != null) {
      look(input);
      giveBackIfEmpty(input);
    }
  }

  /** Receives once; only while there is nothing to pass. */
  void receive(XprtOps xprt) {
    Buffer into = held == null ? buffers.take() : held;
    starved = into == null;
    if (into != null) {
      held = into;
      xprt.rcvBuf(into, into.room());
      look(into);
      giveBackIfEmpty(into);
    }
  }

  /** Nothing more will come: what is held of the last line is all of it. */
  void end() {
    Buffer rest = held;
    if (rest != null && !tooLong) {
      passable = rest.length();
      unfinished = 0;
    }
  }

  /**
   * Moves what may leave, as far as it fits.
   *
   * @return bytes moved
   */
  int moveTo(Buffer into, int max) {
    Buffer from = held;
    if (from == null) {
      return 0;
    }
    int moved = from.moveTo(into, Math.min(max, passable));
    passable -= moved;
    giveBackIfEmpty(from);
    return moved;
  }

  /** How many lines end in what {@link #moveTo} has moved since this was asked last. */
  int countMoved() {
    int left = 0;
    for (int at = 0; at < passable && held != null; at++) {
      if (held.byteAt(at) == '\n') {
        left++;
      }
    }
    int count = passableLines - left;
    passableLines = left;
    return count;
  }

  /** Hands everything over, as it came. */
  @Nullable Buffer surrender() {
    Buffer surrendered = held;
    forget();
    return surrendered;
  }

  /** Drops everything. */
  void drop() {
    Buffer dropped = surrender();
    if (dropped != null) {
      buffers.give(dropped);
    }
  }

  boolean hasPassable() {
    return passable > 0;
  }

  /** Whether the line that comes next is longer than lines may be. */
  boolean isNextTooLong() {
    return tooLong && passable == 0;
  }

  /** Whether there was no memory to receive into. */
  boolean isStarved() {
    return starved;
  }

  int length() {
    return held == null ? 0 : held.length();
  }

  private void look(Buffer in) {
    // A line must fit into the buffer whole: with its line feed.
    int max = Math.min(maxBytes, in.capacity() - 1);
    int end = in.length();
    for (int at = passable + unfinished; at < end && !tooLong; at++) {
      if (in.byteAt(at) == '\n') {
        passable = at + 1;
        passableLines++;
        unfinished = 0;
      } else {
        unfinished++;
        tooLong = unfinished > max;
      }
    }
  }

  private void giveBackIfEmpty(Buffer emptied) {
    if (emptied.isEmpty()) {
      held = null;
      buffers.give(emptied);
    }
  }

  private void forget() {
    held = null;
    passable = 0;
    passableLines = 0;
    unfinished = 0;
    tooLong = false;
    starved = false;
  }
}
