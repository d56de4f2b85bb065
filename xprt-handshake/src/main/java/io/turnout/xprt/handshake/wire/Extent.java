package io.turnout.xprt.handshake.wire;

/** Knows where messages end. */
public interface Extent {
  /**
   * How long the peer's next message is, judging by what was seen of it. All of these bytes belong
   * to the dialogue.
   *
   * @param seen where they are; not to be changed
   * @param length how many are seen
   * @return how many it has at least: more than {@code length} as long as it is not whole; at most
   *     {@code length} once it is, or is known to be bad, which who hears it then says
   */
  int needed(byte[] seen, int length);
}
