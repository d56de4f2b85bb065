package io.turnout.proxy.config.internal.keyword;

import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceVerbosity;
import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.TraceConfig;
import io.turnout.proxy.config.TraceConfig.Sink;
import io.turnout.proxy.config.TraceConfig.State;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines of a {@code traces} section. Used once for each. */
final class TraceKeyword {
  private static final String FILE = "file:";
  private static final List<String> SINKS =
      List.of("stderr", "stdout", "file:<path>", "jfr", "none");
  private static final List<String> SETTINGS =
      List.of("sink", "level", "verbosity", "start", "stop", "pause");
  private static final Set<String> NOT_YET = Set.of("event", "lock", "follow");

  private final Arguments arguments;
  private @Nullable TraceLevel level;
  private @Nullable TraceVerbosity verbosity;
  private @Nullable Sink sink;
  private @Nullable State state;

  private TraceKeyword(Arguments arguments) {
    this.arguments = arguments;
  }

  static void register(KeywordTable<TracesDraft> table) {
    table.register(
        Keyword.of(
            "trace",
            Set.of(SectionKind.TRACES),
            (arguments, draft) -> draft.lines.add(new TraceKeyword(arguments).line())));
  }

  private TraceConfig line() {
    String source = arguments.next("the name of a trace source, or 'all'");
    while (arguments.hasNext()) {
      setting();
    }
    return new TraceConfig(arguments.position(), source, level, verbosity, sink, state);
  }

  private void setting() {
    String word = arguments.next("one of: " + String.join(", ", SETTINGS));
    switch (word) {
      case "sink" -> sink = sink();
      case "level" -> level = arguments.choice("trace level", TraceLevel.values());
      case "verbosity" -> verbosity = arguments.choice("verbosity", TraceVerbosity.values());
      case "start" -> state = now(State.START);
      case "stop" -> state = now(State.STOP);
      case "pause" -> state = now(State.PAUSE);
      default -> throw unknown(word);
    }
  }

  private Rejection unknown(String word) {
    if (NOT_YET.contains(word)) {
      return new Rejection(
              ConfigErrorCode.NOT_SUPPORTED_YET,
              "HAProxy's trace setting '" + word + "' is not supported by Turnout yet.")
          .in(arguments.keyword());
    }
    return arguments.notAmong(word, "trace setting", SETTINGS);
  }

  /** The one event that a source starts or stops at. */
  private State now(State wanted) {
    String word = arguments.next("'now'");
    if (!word.equals("now")) {
      throw arguments.notAmong(word, "moment that is supported", List.of("now"));
    }
    return wanted;
  }

  private Sink sink() {
    String word = arguments.next("one of: " + String.join(", ", SINKS));
    return switch (word) {
      case "stdout" -> new Sink.Descriptor(1);
      case "stderr" -> new Sink.Descriptor(2);
      case "jfr" -> new Sink.FlightRecorder();
      case "none" -> new Sink.None();
      default -> file(word);
    };
  }

  private Sink file(String word) {
    if (!word.startsWith(FILE) || word.length() == FILE.length()) {
      throw arguments.notAmong(word, "trace sink", SINKS);
    }
    return new Sink.File(word.substring(FILE.length()));
  }
}
