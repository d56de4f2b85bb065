package io.turnout.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One configuration for both that speak HAProxy's language. */
final class HaproxyFile {
  private HaproxyFile() {}

  static Path write(Path directory, Ports ports) throws IOException {
    String text =
        """
        global
          nbthread 1
          maxconn 9400
          maxpipes 100

        defaults
          mode tcp
          timeout connect 10s
          timeout client 1h
          timeout server 1h

        listen plain
          bind 127.0.0.1:%2$d
          server origin 127.0.0.1:%1$d

        listen splice
          bind 127.0.0.1:%3$d
          option splice-auto
          server origin 127.0.0.1:%1$d
        """;
    return Files.writeString(
        directory.resolve("proxy.cfg"),
        text.formatted(ports.origin(), ports.plain(), ports.second()));
  }
}
