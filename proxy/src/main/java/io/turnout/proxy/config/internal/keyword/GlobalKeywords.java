package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.GlobalConfig.LogHostName;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.Set;

/** The {@code global} section, but its environment and its log lines. */
final class GlobalKeywords {
  private static final int MIN_BUFFER_BYTES = 1024;
  private static final int MAX_BUFFER_BYTES = 1 << 28;
  private static final int MAX_THREADS = 1024;

  private GlobalKeywords() {}

  static void register(KeywordTable<GlobalDraft> table) {
    line(table, "maxconn", (arguments, draft) -> draft.maxConnections = arguments.count());
    line(table, "nbthread", (arguments, draft) -> draft.threads = arguments.number(1, MAX_THREADS));
    line(table, "maxpipes", (arguments, draft) -> draft.maxPipes = arguments.count());
    line(table, "ulimit-n", (arguments, draft) -> draft.descriptorLimit = arguments.count());
    line(table, "tune.bufsize", GlobalKeywords::bufferSize);
    line(
        table,
        "tune.pipesize",
        (arguments, draft) -> draft.pipeBytes = arguments.bytes(0, MAX_BUFFER_BYTES));
    line(
        table,
        "tune.maxaccept",
        (arguments, draft) -> draft.maxAccept = arguments.number(-1, Integer.MAX_VALUE));
    line(table, "noepoll", (arguments, draft) -> draft.epoll = false);
    line(table, "nopoll", (arguments, draft) -> draft.poll = false);
    line(table, "nosplice", (arguments, draft) -> draft.splice = false);
    line(table, "daemon", (arguments, draft) -> draft.daemon = true);
    line(table, "quiet", (arguments, draft) -> draft.quiet = true);
    line(table, "zero-warning", (arguments, draft) -> draft.zeroWarning = true);
    line(table, "pidfile", GlobalKeywords::pidFile);
    line(table, "node", (arguments, draft) -> draft.node = arguments.next("a name"));
    line(
        table,
        "hard-stop-after",
        (arguments, draft) -> draft.hardStopAfterNanos = arguments.nanos());
    line(table, "log-tag", (arguments, draft) -> draft.logTag = arguments.next("a tag"));
    line(table, "log-send-hostname", GlobalKeywords::hostName);
    line(table, "description", GlobalKeywords::description);
  }

  /** Registers a keyword that is valid in {@code global} and takes the whole line. */
  static void line(
      KeywordTable<GlobalDraft> table, String name, KeywordHandler<GlobalDraft> handler) {
    KeywordHandler<GlobalDraft> whole =
        (arguments, draft) -> {
          handler.apply(arguments, draft);
          arguments.end();
        };
    table.register(Keyword.of(name, Set.of(SectionKind.GLOBAL), whole));
  }

  private static void bufferSize(Arguments arguments, GlobalDraft draft) {
    int bytes = arguments.bytes(MIN_BUFFER_BYTES, MAX_BUFFER_BYTES);
    draft.bufferBytes = (bytes + 15) & ~15;
  }

  private static void pidFile(Arguments arguments, GlobalDraft draft) {
    if (draft.pidFilePosition != null) {
      throw new Rejection(
              ConfigErrorCode.OVERWRITTEN,
              "already given at " + draft.pidFilePosition + ". Keep one of them.")
          .in(arguments.keyword());
    }
    draft.pidFile = arguments.next("the path of a file");
    draft.pidFilePosition = arguments.position();
  }

  private static void hostName(Arguments arguments, GlobalDraft draft) {
    draft.hostName =
        arguments.hasNext()
            ? new LogHostName.Fixed(arguments.next("a host name"))
            : new LogHostName.OfSystem();
  }

  private static void description(Arguments arguments, GlobalDraft draft) {
    if (!arguments.hasNext()) {
      throw arguments.missing("a text");
    }
    draft.description = String.join(" ", arguments.rest());
  }
}
