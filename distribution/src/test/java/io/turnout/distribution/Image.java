package io.turnout.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The image that the build has made, or a copy of it to be changed. */
record Image(Path home) {
  static final Image BUILT = new Image(Path.of("target", "turnout").toAbsolutePath());

  Path launcher() {
    return home.resolve(Path.of("bin", "turnout"));
  }

  /** A copy of what a launcher needs. */
  Image copyTo(Path folder) throws IOException {
    for (String part : List.of("bin", "lib", "aot")) {
      Files.createDirectories(folder.resolve(part));
      try (Stream<Path> files = Files.list(home.resolve(part))) {
        for (Path file : files.toList()) {
          Files.copy(file, folder.resolve(part).resolve(file.getFileName()));
        }
      }
    }
    Files.createDirectories(folder.resolve("plugins"));
    return new Image(folder);
  }

  Path jar(String start) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(start))
          .findAny()
          .orElseThrow();
    }
  }
}
