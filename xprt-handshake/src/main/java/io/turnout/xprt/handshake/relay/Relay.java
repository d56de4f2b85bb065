package io.turnout.xprt.handshake.relay;

/**
 * What passes between a peer and the stream as a machine of messages, which does no I/O. Of each
 * message the head is looked at, and may be changed; what is behind passes as it is.
 */
public interface Relay {
  /** The name that dumps show. */
  String name();

  /** How long the head of the peer's next message is, as {@code Extent} says. */
  int neededOfPeer(byte[] seen, int length);

  /** How long the head of the stream's next message is. */
  int neededOfStream(byte[] seen, int length);

  /**
   * The peer said something.
   *
   * @param head may be changed, but for its length
   */
  Ruling peerSaid(byte[] head);

  /** The stream said something; as {@link #peerSaid}. */
  Ruling streamSaid(byte[] head);

  /** What the last ruling ordered has been done. */
  void done();

  /** Whether TLS is still to be agreed on. */
  boolean isInClear();

  /** Whether all that follows passes as it is. */
  boolean isOver();
}
