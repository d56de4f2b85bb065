package io.turnout.core.buffer;

import org.jspecify.annotations.Nullable;

/**
 * The pipes of one event loop. An empty pipe that is given back is kept for the next stream.
 *
 * <p><b>Thread:</b> the loop's.
 */
public final class PipePool implements AutoCloseable {
  private final PipeSource source;
  private @Nullable Pipe free;
  private int lent;

  /** A pool that opens pipes as they are asked for. */
  public PipePool(PipeSource source) {
    this.source = source;
  }

  /** An empty pipe, or null if there is none to be had: bytes then go through a buffer. */
  public @Nullable Pipe take() {
    Pipe pipe = free;
    if (pipe == null) {
      pipe = source.open();
      if (pipe == null) {
        return null;
      }
    } else {
      free = pipe.next;
      pipe.next = null;
    }
    lent++;
    return pipe;
  }

  /** Takes a pipe back. One that still holds bytes is closed, as they belong to nobody now. */
  public void give(Pipe pipe) {
    lent--;
    if (pipe.isEmpty()) {
      pipe.next = free;
      free = pipe;
    } else {
      source.close(pipe);
    }
  }

  /**
   * Moves bytes from a pipe to a buffer, whose receiver cannot take them from a pipe any more.
   *
   * @return bytes moved, as the buffer has room
   */
  public int empty(Pipe from, Buffer into) {
    int moved = 0;
    while (!from.isEmpty() && into.room() > 0) {
      int count = source.read(from, into.tailAddress(), into.contiguousRoom());
      if (count == 0) {
        break;
      }
      from.removed(count);
      into.added(count);
      moved += count;
    }
    return moved;
  }

  /** How many pipes are lent now. */
  public int lent() {
    return lent;
  }

  @Override
  public void close() {
    for (Pipe pipe = free; pipe != null; pipe = pipe.next) {
      source.close(pipe);
    }
    free = null;
  }
}
