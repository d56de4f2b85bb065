package io.turnout.tck;

import io.turnout.spi.XprtProvider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The kit on a broken transport; run by {@link XprtKitSelfTest}, and by nobody else. */
class BrokenXprtRun extends XprtKit {
  static @Nullable XprtProvider broken;

  @Override
  protected XprtProvider provider() {
    return Objects.requireNonNull(broken);
  }

  @Override
  protected int seeds() {
    return 60;
  }
}
