package io.turnout.benchmarks.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What is asked of the system's programs. */
final class SystemCommand {
  private SystemCommand() {}

  /** What it prints. */
  static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException(
          "'%s' ended with exit code %d:%n%s".formatted(String.join(" ", command), exit, text));
    }
    return text;
  }

  /** The first line that it prints. */
  static String firstLine(String... command) throws IOException, InterruptedException {
    return output(command).lines().findFirst().orElse("");
  }

  /** A certificate of its own with a key on P-256, both in one file. */
  static Path certificate(Path directory) throws IOException, InterruptedException {
    Path key = directory.resolve("key.pem");
    Path certificate = directory.resolve("certificate.pem");
    output(
        "openssl",
        "req",
        "-x509",
        "-new",
        "-nodes",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-subj",
        "/CN=localhost",
        "-days",
        "30",
        "-keyout",
        key.toString(),
        "-out",
        certificate.toString());
    return Files.write(certificate, Files.readAllBytes(key), StandardOpenOption.APPEND);
  }
}
