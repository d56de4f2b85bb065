package io.turnout.distribution;

import io.turnout.distribution.Options.Action;
import io.turnout.distribution.Options.Verbosity;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the command line, which has HAProxy's options: each is a word of its own, such as {@code
 * -dW}, and so is its value. Used once.
 */
final class OptionParser {
  static final String USAGE =
      """
      Usage: turnout [-f FILE|FOLDER]... [OPTION]... [-- FILE...]
             turnout demo | train
        -f FILE|FOLDER  configuration; a folder's *.cfg files in the order of their names; repeatable
        -- FILE...      more of them
        -c              check the configuration and exit
        -n MAXCONN      connections of the process, in place of the configuration's
        -p FILE         write the process id there
        -C FOLDER       change to that folder first
        -D              go to the background once it runs
        -db             stay in the foreground, whatever the configuration says
        -dW             do not start when there is any warning
        -de, -dp        do not use epoll, poll
        -V, -q          tell more, tell errors only
        -v, -vv         tell the version, tell what this program is made of
        -h              tell this
        demo            a proxy in front of two small servers, to try
        train           renew the cache that shortens the start, after a change of jars or JDK
      Environment: JAVA_HOME, TURNOUT_JAVA_OPTS (added to the options of the JVM).\
      """;

  private static final Set<String> FLAGS =
      Set.of("-c", "-D", "-db", "-dW", "-de", "-dp", "-V", "-q", "-v", "-vv", "-h");

  private final Deque<String> words;
  private final Set<String> flags = new HashSet<>();
  private final List<Path> files = new ArrayList<>();
  private @Nullable Path pidFile;
  private int maxConnections;

  private OptionParser(List<String> words) {
    this.words = new ArrayDeque<>(words);
  }

  static Options parse(List<String> words) throws BadUsage {
    return new OptionParser(words).options();
  }

  private Options options() throws BadUsage {
    while (!words.isEmpty()) {
      accept(words.remove());
    }
    Action action = action();
    if (files.isEmpty() && (action == Action.RUN || action == Action.CHECK)) {
      throw new BadUsage("no configuration was given. Name one with '-f'.");
    }
    return new Options(
        files,
        action,
        pidFile,
        maxConnections,
        flags.contains("-D"),
        flags.contains("-db"),
        flags.contains("-dW"),
        !flags.contains("-de"),
        !flags.contains("-dp"),
        verbosity());
  }

  private void accept(String word) throws BadUsage {
    switch (word) {
      case "-f" -> files.add(Path.of(valueOf(word)));
      case "-p" -> pidFile = Path.of(valueOf(word));
      case "-n" -> maxConnections = count(word, valueOf(word));
      case "--" -> {
        words.forEach(file -> files.add(Path.of(file)));
        words.clear();
      }
      default -> flag(word);
    }
  }

  private void flag(String word) throws BadUsage {
    if (FLAGS.contains(word)) {
      flags.add(word);
    } else if (word.startsWith("-")) {
      throw new BadUsage("unknown option '%s'.".formatted(word));
    } else {
      throw new BadUsage(
          "'%s' is no option. Files come after '-f', or after '--'.".formatted(word));
    }
  }

  private String valueOf(String option) throws BadUsage {
    String value = words.poll();
    if (value == null || value.isEmpty()) {
      throw new BadUsage("option '%s' needs a value.".formatted(option));
    }
    return value;
  }

  private static int count(String option, String value) throws BadUsage {
    try {
      int count = Integer.parseInt(value);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException noNumber) {
      // Told below, with those that are too small.
    }
    throw new BadUsage(
        "option '%s' got '%s'; a number from 1 to %d is allowed."
            .formatted(option, value, Integer.MAX_VALUE));
  }

  private Action action() {
    if (flags.contains("-h")) {
      return Action.TELL_USAGE;
    } else if (flags.contains("-vv")) {
      return Action.TELL_EVERYTHING;
    } else if (flags.contains("-v")) {
      return Action.TELL_VERSION;
    }
    return flags.contains("-c") ? Action.CHECK : Action.RUN;
  }

  private Verbosity verbosity() {
    if (flags.contains("-V")) {
      return Verbosity.VERBOSE;
    }
    return flags.contains("-q") ? Verbosity.QUIET : Verbosity.NORMAL;
  }
}
