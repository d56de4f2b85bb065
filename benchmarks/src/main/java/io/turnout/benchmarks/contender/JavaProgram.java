package io.turnout.benchmarks.contender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A proxy of this module, on the Java and the class path of this process. */
record JavaProgram(String name, Class<?> main, boolean splices, List<String> options)
    implements Contender {
  @Override
  public @Nullable String missing() {
    return null;
  }

  @Override
  public List<String> command(Path directory, Ports ports) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.add(Integer.toString(ports.origin()));
    command.add(Integer.toString(ports.plain()));
    command.add(Integer.toString(ports.second()));
    return command;
  }
}
