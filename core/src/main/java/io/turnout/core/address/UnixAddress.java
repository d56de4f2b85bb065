package io.turnout.core.address;

/**
 * A UNIX stream socket.
 *
 * @param path the file, or the name in the abstract namespace (without its leading NUL)
 * @param abstractNamespace true for {@code abns@}
 */
public record UnixAddress(String path, boolean abstractNamespace) implements Address {
  /**
   * From the bytes that the system or a peer has for it. They are read as UTF-8; what is none
   * becomes characters that give the same bytes again.
   *
   * @param path the bytes alone, without a NUL before or behind; not kept
   */
  public static UnixAddress of(byte[] path, boolean abstractNamespace) {
    return new UnixAddress(PathText.of(path), abstractNamespace);
  }

  /** The path's bytes: those that {@link #of} was given, else UTF-8. */
  public byte[] pathBytes() {
    return PathText.bytes(path);
  }
}
