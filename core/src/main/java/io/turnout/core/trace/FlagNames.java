package io.turnout.core.trace;

/** Writes a mask of flags in words. */
public final class FlagNames {
  private final String[] names;

  /**
   * Names bits.
   *
   * @param names the name of bit 0, of bit 1, and so on
   */
  public FlagNames(String... names) {
    this.names = names.clone();
  }

  /** Appends the names of the bits that are set, with {@code |} between; {@code 0} if none is. */
  public void describe(int flags, StringBuilder to) {
    if (flags == 0) {
      to.append('0');
      return;
    }
    int start = to.length();
    for (int rest = flags; rest != 0; rest &= rest - 1) {
      int bit = Integer.numberOfTrailingZeros(rest);
      if (to.length() > start) {
        to.append('|');
      }
      to.append(bit < names.length ? names[bit] : "bit" + bit);
    }
  }
}
