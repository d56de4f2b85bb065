package io.turnout.tck.sim;

/**
 * What has happened, as numbers: the last events for people, all of them as a hash. Cheap enough to
 * be always on.
 */
final class SimLog {
  private static final int KEPT = 400;
  private static final long NO_NUMBER = Long.MIN_VALUE;
  private static final long PRIME = 0x100000001b3L;

  private final long[] times = new long[KEPT];
  private final String[] whats = new String[KEPT];
  private final long[] firsts = new long[KEPT];
  private final long[] seconds = new long[KEPT];
  private final boolean printing = Boolean.getBoolean("turnout.sim.trace");
  private long hash = 0xcbf29ce484222325L;
  private long count;

  void add(long time, String what, long first, long second) {
    int at = (int) (count++ % KEPT);
    times[at] = time;
    whats[at] = what;
    firsts[at] = first;
    seconds[at] = second;
    mix(time);
    mix(what.hashCode());
    mix(first);
    mix(second);
    if (printing) {
      System.err.println(line(at));
    }
  }

  /** An event that has no numbers. */
  void add(long time, String text) {
    add(time, text, NO_NUMBER, NO_NUMBER);
  }

  long hash() {
    return hash;
  }

  long count() {
    return count;
  }

  /** The last events, oldest first. */
  void describe(StringBuilder to, int most) {
    long from = Math.max(0, count - Math.min(most, KEPT));
    to.append("events ").append(from).append("..").append(count - 1).append(":\n");
    for (long i = from; i < count; i++) {
      to.append(line((int) (i % KEPT))).append('\n');
    }
  }

  private String line(int at) {
    return firsts[at] == NO_NUMBER
        ? "%,15d ns  %s".formatted(times[at], whats[at])
        : "%,15d ns  %-18s %d %d".formatted(times[at], whats[at], firsts[at], seconds[at]);
  }

  private void mix(long value) {
    hash = (hash ^ value) * PRIME;
    hash ^= hash >>> 32;
  }
}
