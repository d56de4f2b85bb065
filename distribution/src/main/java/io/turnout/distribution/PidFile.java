package io.turnout.distribution;

import io.turnout.proxy.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file that holds the process id while the program runs. */
final class PidFile implements AutoCloseable {
  private final @Nullable Path path;
  private final String text;

  private PidFile(@Nullable Path path, long pid) {
    this.path = path;
    this.text = pid + "\n";
  }

  /** Writes it, or nothing if there is no path. */
  static PidFile write(@Nullable Path path, long pid) {
    PidFile file = new PidFile(path, pid);
    if (path != null) {
      try {
        Files.writeString(path, file.text);
      } catch (IOException refused) {
        throw new StartException(
            List.of(
                "%s cannot write the process id to '%s': %s. Name a file in a writable folder (pidfile, -p)."
                    .formatted(
                        ProgramErrorCode.NO_PID_FILE.id(), path, FileTrouble.reason(refused))));
      }
    }
    return file;
  }

  /** Removes it, unless another process has taken it over. */
  @Override
  public void close() {
    if (path == null) {
      return;
    }
    try {
      if (Files.readString(path).equals(text)) {
        Files.delete(path);
      }
    } catch (IOException gone) {
      // It was removed, or made unreadable, by whoever wanted it so.
      return;
    }
  }
}
