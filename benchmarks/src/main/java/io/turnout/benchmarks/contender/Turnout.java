package io.turnout.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turnout as its users start it.
 *
 * @param launcher the distribution's
 */
record Turnout(Path launcher) implements Contender {
  @Override
  public String name() {
    return "turnout";
  }

  @Override
  public @Nullable String missing() {
    return Files.isExecutable(launcher) ? null : "no " + launcher + "; build the distribution";
  }

  @Override
  public boolean splices() {
    return true;
  }

  @Override
  public List<String> command(Path directory, Ports ports) throws IOException {
    return List.of(launcher.toString(), "-f", HaproxyFile.write(directory, ports).toString());
  }
}
