package io.turnout.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A folder for the time of a run. However the run ends, by a signal, too, the folder is gone then,
 * and no program goes on that the run has started.
 */
public final class Workplace implements AutoCloseable {
  private static final long STOP_SECONDS = 10;

  private final Path folder;

  private Workplace(Path folder) {
    this.folder = folder;
  }

  /** A new folder among the system's temporary ones, whose name begins so. */
  public static Workplace open(String name) throws IOException {
    Workplace opened = new Workplace(Files.createTempDirectory(name));
    Runtime.getRuntime().addShutdownHook(new Thread(opened::abandon, "abandon"));
    return opened;
  }

  /** Where a run may write. */
  public Path folder() {
    return folder;
  }

  @Override
  public synchronized void close() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** The run is over, or it goes on in vain: what it starts meanwhile is ended, too. */
  private void abandon() {
    for (List<ProcessHandle> left = programs(); !left.isEmpty(); left = programs()) {
      left.forEach(ProcessHandle::destroy);
      left.forEach(Workplace::awaitEnd);
    }
    try {
      close();
    } catch (IOException | UncheckedIOException e) {
      System.err.printf("'%s' is left behind: %s%n", folder, e.getMessage());
    }
  }

  private static List<ProcessHandle> programs() {
    return ProcessHandle.current().descendants().toList();
  }

  private static void awaitEnd(ProcessHandle program) {
    try {
      program.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      program.destroyForcibly();
    } catch (InterruptedException e) {
      program.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
