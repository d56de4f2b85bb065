package io.turnout.proxy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sockets, pipes, event counters and pollers of this process. */
final class OpenFiles {
  private OpenFiles() {}

  /** Their names; the kernel numbers sockets and pipes, so that each has a name of its own. */
  static List<String> now() {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path entry : entries) {
        String name = nameOf(entry);
        if (name.startsWith("socket:")
            || name.startsWith("pipe:")
            || name.startsWith("anon_inode:")) {
          names.add(name);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  /** Those that are open now and were not before. */
  static List<String> since(List<String> before) {
    List<String> left = now();
    before.forEach(left::remove);
    return left;
  }

  private static String nameOf(Path entry) throws IOException {
    try {
      return Files.readSymbolicLink(entry).toString();
    } catch (NoSuchFileException closed) {
      return "";
    }
  }
}
