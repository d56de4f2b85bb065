package io.turnout.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A proxy that takes part. */
public interface Contender {
  String name();

  /** Why it cannot take part here; null if it can. */
  @Nullable String missing();

  boolean splices();

  /**
   * The command that runs the proxy in the foreground, on one thread, in the process that is
   * started.
   *
   * @param directory its own, for its configuration
   */
  List<String> command(Path directory, Ports ports) throws IOException;
}
