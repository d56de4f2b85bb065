package io.turnout.core.buffer;

import org.jspecify.annotations.Nullable;

/** Opens and closes pipes, and keeps the limit on how many there are in the process. */
public interface PipeSource {
  /** Opens nothing, for a platform or configuration without splicing. */
  PipeSource NONE =
      new PipeSource() {
        @Override
        public @Nullable Pipe open() {
          return null;
        }

        @Override
        public int read(Pipe from, long address, int length) {
          throw new IllegalStateException("this source opened no pipe");
        }

        @Override
        public void close(Pipe pipe) {
          throw new IllegalStateException("this source opened no pipe");
        }
      };

  /** A new empty pipe, or null if the limit is reached or the system has none left. */
  @Nullable Pipe open();

  /**
   * Reads bytes out of a pipe to memory, for one whose receiver cannot take them from a pipe any
   * more.
   *
   * @param address where to
   * @param length how much fits, 1 at least
   * @return bytes read; 0 for none
   */
  int read(Pipe from, long address, int length);

  /** Closes both ends; bytes inside are lost. */
  void close(Pipe pipe);
}
