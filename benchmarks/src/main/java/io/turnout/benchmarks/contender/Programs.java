package io.turnout.benchmarks.contender;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Programs of the system, found on PATH and where Debian keeps those of the administrator. */
public final class Programs {
  private Programs() {}

  /** The program's path. */
  public static String find(String name) {
    String path = search(name);
    if (path == null) {
      throw new IllegalStateException("no program '" + name + "' on PATH or in /usr/sbin");
    }
    return path;
  }

  /** What to install; null if the program is there. */
  public static @Nullable String missing(String name, String debianPackage) {
    return search(name) != null
        ? null
        : "no program '" + name + "'; install the Debian package " + debianPackage;
  }

  private static @Nullable String search(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    List<String> folders =
        Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin")).toList();
    for (String folder : folders) {
      Path candidate = Path.of(folder, name);
      if (Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    return null;
  }
}
