package io.turnout.tck;

import io.turnout.spi.MuxProvider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The kit on a broken mux; run by {@link MuxKitSelfTest}, and by nobody else. */
class BrokenMuxRun extends MuxKit {
  static @Nullable MuxProvider broken;

  @Override
  protected MuxProvider provider() {
    return Objects.requireNonNull(broken);
  }

  @Override
  protected int seeds() {
    return 60;
  }
}
