package io.turnout.benchmarks.bare;

/** A system call failed that the loop cannot start without. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private Failure(String message) {
    super(message);
  }

  public static int unlessDone(String call, int result) {
    if (result < 0) {
      throw new Failure(call + " failed with errno " + -result);
    }
    return result;
  }
}
