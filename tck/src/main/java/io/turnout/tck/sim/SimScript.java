package io.turnout.tck.sim;

import java.util.SplittableRandom;

/**
 * What a peer does.
 *
 * @param id marks its bytes; no two peers have the same
 * @param bytes how many it sends
 * @param writeBytes how many at once, at most
 * @param readBytes how many it reads at once, at most
 * @param pauseNanos how long it rests between two acts, at most
 * @param start when it begins to send
 * @param ending how it ends
 * @param endingAfterBytes sent and received, after which it ends otherwise than in order
 */
public record SimScript(
    int id,
    long bytes,
    int writeBytes,
    int readBytes,
    long pauseNanos,
    Start start,
    Ending ending,
    long endingAfterBytes) {

  /** When a peer begins to send. */
  public enum Start {
    /** As soon as it is connected. */
    AT_ONCE,
    /** Once something came, bytes or the end. */
    AFTER_SOMETHING,
    /** Once the other's end came. */
    AFTER_END
  }

  /** How a peer ends. */
  public enum Ending {
    /** It shuts its side when all is sent, and closes when the other's end came, too. */
    ORDERLY,
    /** It closes both sides at once, whatever the other still sends. */
    CLOSE,
    /** It resets. */
    RESET,
    /** It does nothing for a long time, as one whose cable was pulled, then resets. */
    SILENCE
  }

  /** A peer that does its part: nothing may be lost between two of these. */
  public static SimScript orderly(int id, long bytes, Start start, SplittableRandom random) {
    return random(id, bytes, start, Ending.ORDERLY, random);
  }

  /** A peer with its own pace. */
  public static SimScript random(
      int id, long bytes, Start start, Ending ending, SplittableRandom random) {
    int write = 1 + random.nextInt(1 << 1 + random.nextInt(15));
    int read = 1 + random.nextInt(1 << 1 + random.nextInt(15));
    // So that a peer that takes one byte at a time does not make millions of acts.
    int least = (int) (bytes / 200) + 1;
    return new SimScript(
        id,
        bytes,
        Math.max(write, least),
        Math.max(read, 64),
        1 + random.nextLong(1L << random.nextInt(28)),
        start,
        ending,
        bytes == 0 ? 0 : random.nextLong(2 * bytes));
  }

  /** Whether it does its part to the end. */
  public boolean isOrderly() {
    return ending == Ending.ORDERLY;
  }
}
