package io.turnout.proxy.config.rule;

/**
 * Whole numbers.
 *
 * @param low the smallest
 * @param high the largest; below {@code low} there are none
 */
public record NumberRange(long low, long high) {
  /** Whether a number is one of them. */
  public boolean has(long number) {
    return number >= low && number <= high;
  }
}
