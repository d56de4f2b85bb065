package io.turnout.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a program prints. */
final class Output {
  private Output() {}

  static String of(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException(
          "'%s' ended with exit code %d:%n%s".formatted(String.join(" ", command), exit, text));
    }
    return text;
  }
}
