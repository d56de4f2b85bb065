package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Payload that was opened, and that nobody had room for. */
final class PlainText {
  private final RecordBuffers buffers;
  private @Nullable Buffer buffer;

  PlainText(RecordBuffers buffers) {
    this.buffers = buffers;
  }

  /** Whether nothing is held. */
  boolean isEmpty() {
    return buffer == null;
  }

  /** How many bytes are held. */
  int length() {
    return buffer == null ? 0 : buffer.length();
  }

  /** Where payload goes; {@link #settle} is to be called afterwards. */
  Buffer room() {
    Buffer known = buffer;
    if (known == null) {
      known = buffers.take();
      buffer = known;
    }
    return known;
  }

  /** Gives the buffer back if nothing is in it. */
  void settle() {
    if (length() == 0) {
      drop();
    }
  }

  /** Forgets what is held. */
  void drop() {
    Buffer held = buffer;
    if (held != null) {
      buffer = null;
      buffers.give(held);
    }
  }

  /** Moves bytes to where they were asked for. Returns how many. */
  int moveTo(Buffer into, int max) {
    Buffer held = buffer;
    int moved = held == null ? 0 : held.moveTo(into, max);
    settle();
    return moved;
  }

  /** Copies bytes to one who looks at them. Returns how many. */
  int copyTo(Buffer into, int max) {
    Buffer held = buffer;
    if (held == null) {
      return 0;
    }
    byte[] copied = new byte[Math.min(max, held.length())];
    held.copyTo(0, copied, 0, copied.length);
    int count = into.write(copied, 0, copied.length);
    settle();
    return count;
  }
}
