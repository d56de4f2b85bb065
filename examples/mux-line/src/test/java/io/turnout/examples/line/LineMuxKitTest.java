package io.turnout.examples.line;

import io.turnout.spi.MuxProvider;
import io.turnout.tck.MuxKit;
import java.util.SplittableRandom;

class LineMuxKitTest extends MuxKit {
  private static final int USUAL_LINE = 8;

  @Override
  protected MuxProvider provider() {
    return new LineMuxProvider();
  }

  /** Lines, the last of which is whole. */
  @Override
  protected byte[] payload(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      boolean ends = i == length - 1 || random.nextInt(USUAL_LINE) == 0;
      bytes[i] = (byte) (ends ? '\n' : random.nextInt('a', 'z' + 1));
    }
    return bytes;
  }
}
