package io.turnout.tck;

import io.turnout.spi.Side;
import io.turnout.spi.XprtProvider;
import io.turnout.tck.sim.PeerSpeech;

/** A peer that speaks a language of its own, which the transport lets pass as it is. */
class MaskedPeerKitTest extends XprtKit {
  private static final byte[] NOTHING = {};

  @Override
  protected XprtProvider provider() {
    return new ReferenceXprtProvider(ReferenceXprt::new);
  }

  @Override
  protected PeerSpeech peer(Side side) {
    return new Masked();
  }

  @Override
  protected byte[] toMux(byte[] said) {
    return masked(said);
  }

  @Override
  protected byte[] toPeer(byte[] sent) {
    return masked(sent);
  }

  @Override
  protected int seeds() {
    return 60;
  }

  private static byte[] masked(byte[] bytes) {
    byte[] masked = bytes.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= 0x5a;
    }
    return masked;
  }

  private static final class Masked implements PeerSpeech {
    private byte[] heard = NOTHING;

    @Override
    public byte[] begin() {
      return NOTHING;
    }

    @Override
    public byte[] say(byte[] payload) {
      return masked(payload);
    }

    @Override
    public byte[] end() {
      return NOTHING;
    }

    @Override
    public byte[] hear(byte[] wire) {
      heard = Flow.concat(heard, masked(wire));
      return NOTHING;
    }

    @Override
    public byte[] heard() {
      byte[] all = heard;
      heard = NOTHING;
      return all;
    }

    @Override
    public boolean hasSaidAll() {
      return true;
    }
  }
}
