package io.turnout.distribution;

import io.turnout.distribution.Options.Action;
import io.turnout.distribution.Options.Verbosity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reads the command line, which has HAProxy's options. */
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

  private final CommandLine commandLine;

  OptionParser() {
    CommandSpec spec = CommandSpec.create().name("turnout");
    spec.addOption(OptionSpec.builder("-f").type(List.class).auxiliaryTypes(Path.class).build());
    spec.addOption(OptionSpec.builder("-n").type(Integer.class).build());
    spec.addOption(OptionSpec.builder("-p").type(Path.class).build());
    for (String flag :
        List.of("-c", "-D", "-db", "-dW", "-de", "-dp", "-V", "-q", "-v", "-vv", "-h")) {
      spec.addOption(OptionSpec.builder(flag).type(boolean.class).build());
    }
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .type(List.class)
            .auxiliaryTypes(Path.class)
            .paramLabel("FILE")
            .build());
    commandLine =
        new CommandLine(spec)
            .setPosixClusteredShortOptionsAllowed(false)
            .setOverwrittenOptionsAllowed(true);
  }

  Options parse(String... words) throws BadUsage {
    int end = List.of(words).indexOf("--");
    ParseResult parsed = parsed(words);
    List<Path> trailing = parsed.matchedPositionalValue(0, List.of());
    if (!trailing.isEmpty() && end < 0) {
      throw new BadUsage(
          "'%s' is no option. Files come after '-f', or after '--'.".formatted(trailing.get(0)));
    }
    List<Path> files = new ArrayList<>(parsed.matchedOptionValue("-f", List.<Path>of()));
    files.addAll(trailing);
    Action action = action(parsed);
    if (files.isEmpty() && (action == Action.RUN || action == Action.CHECK)) {
      throw new BadUsage("no configuration was given. Name one with '-f'.");
    }
    return new Options(
        files,
        action,
        parsed.<@Nullable Path>matchedOptionValue("-p", null),
        maxConnections(parsed),
        parsed.hasMatchedOption("-D"),
        parsed.hasMatchedOption("-db"),
        parsed.hasMatchedOption("-dW"),
        !parsed.hasMatchedOption("-de"),
        !parsed.hasMatchedOption("-dp"),
        verbosity(parsed));
  }

  private ParseResult parsed(String... words) throws BadUsage {
    try {
      return commandLine.parseArgs(words);
    } catch (ParameterException wrong) {
      throw new BadUsage(text(wrong));
    }
  }

  private static String text(ParameterException wrong) {
    if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
      return "unknown option '%s'.".formatted(unmatched.getUnmatched().get(0));
    }
    if (wrong.getArgSpec() instanceof OptionSpec option) {
      return wrong instanceof CommandLine.MissingParameterException
          ? "option '%s' needs a value.".formatted(option.longestName())
          : "option '%s' got '%s'; a number from 1 is allowed."
              .formatted(option.longestName(), wrong.getValue());
    }
    return String.valueOf(wrong.getMessage());
  }

  private static int maxConnections(ParseResult parsed) throws BadUsage {
    int value = parsed.matchedOptionValue("-n", 0);
    if (value < 0 || value == 0 && parsed.hasMatchedOption("-n")) {
      throw new BadUsage("option '-n' got '%d'; a number from 1 is allowed.".formatted(value));
    }
    return value;
  }

  private static Action action(ParseResult parsed) {
    if (parsed.hasMatchedOption("-h")) {
      return Action.TELL_USAGE;
    } else if (parsed.hasMatchedOption("-vv")) {
      return Action.TELL_EVERYTHING;
    } else if (parsed.hasMatchedOption("-v")) {
      return Action.TELL_VERSION;
    }
    return parsed.hasMatchedOption("-c") ? Action.CHECK : Action.RUN;
  }

  private static Verbosity verbosity(ParseResult parsed) {
    if (parsed.hasMatchedOption("-V")) {
      return Verbosity.VERBOSE;
    }
    return parsed.hasMatchedOption("-q") ? Verbosity.QUIET : Verbosity.NORMAL;
  }
}
