package io.turnout.core.loop;

/** Where a loop gets its time from. */
public interface Clock {
  /** The machine's clock. */
  Clock SYSTEM =
      new Clock() {
        private final long origin = System.nanoTime();

        @Override
        public long nanoTime() {
          return System.nanoTime() - origin;
        }

        @Override
        public long epochMillis() {
          return System.currentTimeMillis();
        }
      };

  /** Nanoseconds since some moment before the first call; never negative, never back. */
  long nanoTime();

  /** The date, in milliseconds since 1970; may be set back. */
  long epochMillis();
}
