package io.turnout.tck.sim;

/**
 * The language of a {@link SimRemote}: what lies between what it says and hears, and the bytes on
 * the wire. One for each connection; TLS has one that stands on an engine. Who uses a tested
 * transport may have one as well; its wire is the transport.
 *
 * <p>It may keep back what it is told to say until it has heard more, as a handshake does: {@link
 * #hear} gives it then.
 *
 * <p><b>Thread:</b> the simulation's.
 */
public interface PeerSpeech {
  /** What it says of its own at the very beginning: bytes for the wire. */
  byte[] begin();

  /** It is told to say this: bytes for the wire, as far as they can go now. */
  byte[] say(byte[] payload);

  /** It is told to say that nothing follows: bytes for the wire, as far as they can go now. */
  byte[] end();

  /** These came from the wire, in any pieces: what it answers, and what it kept back before. */
  byte[] hear(byte[] wire);

  /** What it has understood since it was asked last. */
  byte[] heard();

  /** Whether all that it was told to say was given for the wire. */
  boolean hasSaidAll();
}
