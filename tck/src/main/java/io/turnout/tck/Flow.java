package io.turnout.tck;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** What was sent one way, and what must come out at the other end. */
final class Flow {
  private UnaryOperator<byte[]> through;
  private byte[] sent = {};
  private byte[] before = {};
  private byte[] expected = {};
  private int from;

  /** Through what is made of bytes by {@code through}. */
  Flow(UnaryOperator<byte[]> through) {
    this.through = through;
  }

  /** More was sent. */
  void add(byte[] bytes) {
    sent = concat(sent, bytes);
    expected = concat(before, through.apply(rest()));
  }

  /** All that must come out. */
  byte[] expected() {
    return expected;
  }

  /** What was sent since the last {@link #changes}. */
  byte[] rest() {
    return Arrays.copyOfRange(sent, from, sent.length);
  }

  /** What must have come out before the last {@link #changes}. */
  byte[] before() {
    return before;
  }

  /** What came out since the last {@link #changes}, of all that came out. */
  byte[] since(byte[] out) {
    return Arrays.copyOfRange(out, Math.min(before.length, out.length), out.length);
  }

  /**
   * What follows goes through something else.
   *
   * @param out all that came out so far
   * @param unread how many bytes at the end of what was sent have not gone through yet
   */
  void changes(byte[] out, int unread, UnaryOperator<byte[]> next) {
    before = out;
    from = sent.length - unread;
    through = next;
    expected = concat(before, through.apply(rest()));
  }

  /** Where the first difference is; -1 if {@code out} is a beginning of what is expected. */
  int mismatch(byte[] out) {
    int at = Arrays.mismatch(out, expected);
    return at == out.length ? -1 : at;
  }

  static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
