package io.turnout.examples.tee;

import io.turnout.spi.MuxProvider;
import io.turnout.tck.MuxKit;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class TeeMuxKitTest extends MuxKit {
  private TeeMuxProvider provider;

  @BeforeAll
  void copyTo(@TempDir Path folder) {
    provider = new TeeMuxProvider(folder);
  }

  /** The folder can be deleted only then. */
  @AfterAll
  void awaitWriter() {
    Written.await(provider.copier());
  }

  @Override
  protected MuxProvider provider() {
    return provider;
  }
}
