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
        public void close(Pipe pipe) {
          throw new IllegalStateException("this source opened no pipe");
        }
      };

  /** A new empty pipe, or null if the limit is reached or the system has none left. */
  @Nullable Pipe open();

  /** Closes both ends; bytes inside are lost. */
  void close(Pipe pipe);
}
