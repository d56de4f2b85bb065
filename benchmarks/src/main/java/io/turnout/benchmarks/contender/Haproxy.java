package io.turnout.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

record Haproxy() implements Contender {
  @Override
  public String name() {
    return "haproxy";
  }

  @Override
  public @Nullable String missing() {
    return Programs.missing("haproxy", "haproxy");
  }

  @Override
  public boolean splices() {
    return true;
  }

  @Override
  public List<String> command(Path directory, Ports ports) throws IOException {
    return List.of(
        Programs.find("haproxy"), "-db", "-f", HaproxyFile.write(directory, ports).toString());
  }
}
