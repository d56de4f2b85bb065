package io.turnout.distribution;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param files configuration files and folders
 * @param action what is asked for
 * @param pidFile where to write the process id, or null
 * @param maxConnections for the process; 0 leaves it to the configuration
 * @param background leave the terminal
 * @param foreground stay, whatever the configuration says
 * @param warningsAreFatal refuse to start when there is any warning
 * @param epoll may be used
 * @param poll may be used
 * @param verbosity what is told at start
 */
record Options(
    List<Path> files,
    Action action,
    @Nullable Path pidFile,
    int maxConnections,
    boolean background,
    boolean foreground,
    boolean warningsAreFatal,
    boolean epoll,
    boolean poll,
    Verbosity verbosity) {
  Options {
    files = List.copyOf(files);
  }

  /** What is asked for. */
  enum Action {
    RUN,
    CHECK,
    TELL_VERSION,
    TELL_EVERYTHING,
    TELL_USAGE
  }

  /** What is told at start. */
  enum Verbosity {
    QUIET,
    NORMAL,
    VERBOSE
  }
}
