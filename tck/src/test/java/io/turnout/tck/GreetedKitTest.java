package io.turnout.tck;

import io.turnout.spi.Side;
import io.turnout.spi.XprtProvider;
import io.turnout.tck.sim.PeerSpeech;
import java.util.Arrays;

/** Both ends speak: they greet each other in turn, and say nothing else before. */
class GreetedKitTest extends XprtKit {
  @Override
  protected XprtProvider provider() {
    return new ReferenceXprtProvider(ReferenceXprt::new);
  }

  @Override
  protected PeerSpeech peer(Side side) {
    return new Greeting(side == Side.FRONT);
  }

  @Override
  protected PeerSpeech user(Side side) {
    return new Greeting(side == Side.BACK);
  }

  @Override
  protected int seeds() {
    return 60;
  }

  /** One of the two begins. */
  private static final class Greeting implements PeerSpeech {
    private static final byte[] NOTHING = {};
    private static final byte[] HELLO = {'h'};

    private final boolean begins;
    private byte[] kept = NOTHING;
    private byte[] heard = NOTHING;
    private boolean greeted;

    Greeting(boolean begins) {
      this.begins = begins;
    }

    @Override
    public byte[] begin() {
      return begins ? HELLO : NOTHING;
    }

    @Override
    public byte[] say(byte[] payload) {
      if (greeted) {
        return payload;
      }
      kept = Flow.concat(kept, payload);
      return NOTHING;
    }

    @Override
    public byte[] end() {
      return NOTHING;
    }

    @Override
    public byte[] hear(byte[] wire) {
      heard = Flow.concat(heard, wire);
      if (greeted || heard.length == 0) {
        return NOTHING;
      }
      if (heard[0] != HELLO[0]) {
        throw new AssertionError("it was not greeted first");
      }
      greeted = true;
      heard = Arrays.copyOfRange(heard, 1, heard.length);
      return begins ? kept : Flow.concat(HELLO, kept);
    }

    @Override
    public byte[] heard() {
      byte[] all = greeted ? heard : NOTHING;
      heard = NOTHING;
      return all;
    }

    @Override
    public boolean hasSaidAll() {
      return greeted;
    }
  }
}
