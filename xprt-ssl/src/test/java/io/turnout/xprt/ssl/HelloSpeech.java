package io.turnout.xprt.ssl;

import io.turnout.tck.sim.PeerSpeech;
import java.io.ByteArrayOutputStream;

/** The other end of a {@link HelloXprt}. */
final class HelloSpeech implements PeerSpeech {
  private static final byte[] NOTHING = {};

  /** With which TLS begins. */
  private static final byte[] HELLO = {0x16};

  private final boolean begins;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  HelloSpeech(boolean begins) {
    this.begins = begins;
  }

  @Override
  public byte[] begin() {
    return begins ? HELLO : NOTHING;
  }

  @Override
  public byte[] say(byte[] payload) {
    return payload;
  }

  @Override
  public byte[] end() {
    return NOTHING;
  }

  @Override
  public byte[] hear(byte[] wire) {
    heard.writeBytes(wire);
    return NOTHING;
  }

  @Override
  public byte[] heard() {
    byte[] all = heard.toByteArray();
    heard.reset();
    return all;
  }

  @Override
  public boolean hasSaidAll() {
    return true;
  }
}
