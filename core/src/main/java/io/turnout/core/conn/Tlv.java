package io.turnout.core.conn;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One field that a PROXY protocol header carries beside the addresses: type, length, value. */
public final class Tlv {
  private final int type;
  private final byte[] value;

  /**
   * Copies the value.
   *
   * @param type 0..255
   */
  public Tlv(int type, byte[] value) {
    this.type = type;
    this.value = value.clone();
  }

  /** What it means: 0..255. */
  public int type() {
    return type;
  }

  /** Its bytes; a copy. */
  public byte[] value() {
    return value.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tlv tlv && type == tlv.type && Arrays.equals(value, tlv.value);
  }

  @Override
  public int hashCode() {
    return 31 * type + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "0x%02x=%s".formatted(type, HexFormat.of().formatHex(value));
  }
}
