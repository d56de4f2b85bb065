package io.turnout.core.buffer;

import org.jspecify.annotations.Nullable;

/**
 * A kernel pipe that bytes pass through between two sockets without being copied to this process.
 *
 * <p><b>Thread:</b> the loop whose pool lent it.
 */
public final class Pipe {
  private final int readDescriptor;
  private final int writeDescriptor;
  private final int capacity;
  private int length;

  /** The pool's list of free pipes. */
  @Nullable Pipe next;

  /**
   * Names a pipe that a {@link PipeSource} opened.
   *
   * @param readDescriptor the end that bytes leave by
   * @param writeDescriptor the end that bytes enter by
   * @param capacity bytes that fit when pages are full
   */
  public Pipe(int readDescriptor, int writeDescriptor, int capacity) {
    this.readDescriptor = readDescriptor;
    this.writeDescriptor = writeDescriptor;
    this.capacity = capacity;
  }

  /** The end that bytes leave by. */
  public int readDescriptor() {
    return readDescriptor;
  }

  /** The end that bytes enter by. */
  public int writeDescriptor() {
    return writeDescriptor;
  }

  /** Bytes that fit when pages are full; half filled pages make it less. */
  public int capacity() {
    return capacity;
  }

  /** Bytes inside. */
  public int length() {
    return length;
  }

  /** Whether no byte is inside. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** Bytes entered. */
  public void added(int count) {
    length += count;
  }

  /** Bytes left. */
  public void removed(int count) {
    if (count > length) {
      throw new IllegalArgumentException("pipe holds " + length + " bytes, not " + count);
    }
    length -= count;
  }
}
