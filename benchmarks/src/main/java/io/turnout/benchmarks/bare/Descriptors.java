package io.turnout.benchmarks.bare;

import java.util.Arrays;

/** A few descriptors to come back to. */
final class Descriptors {
  private int[] values = new int[64];
  private int oldest;
  private int end;

  int size() {
    return end - oldest;
  }

  void add(int value) {
    if (end == values.length) {
      compact();
    }
    values[end++] = value;
  }

  int takeNewest() {
    return values[--end];
  }

  int takeOldest() {
    int value = values[oldest++];
    if (oldest == end) {
      oldest = 0;
      end = 0;
    }
    return value;
  }

  private void compact() {
    int count = size();
    int length = count > values.length / 2 ? 2 * values.length : values.length;
    values = Arrays.copyOfRange(values, oldest, oldest + length);
    oldest = 0;
    end = count;
  }
}
