package io.turnout.proxy.log;

import static io.turnout.proxy.log.FieldText.ip;
import static io.turnout.proxy.log.FieldText.number;
import static io.turnout.proxy.log.FieldText.port;
import static io.turnout.proxy.log.FieldText.text;

import io.turnout.core.conn.MuxExitStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The {@code %name}s of a log format that mean something in TCP mode. */
enum LogAlias {
  BYTES_TO_CLIENT("B", (r, l, _) -> partial(l, r.early, r.bytesToClient)),
  BYTES_FROM_CLIENT("U", (r, l, _) -> l.message.number(r.bytesFromClient)),
  HOST_NAME("H"),
  PID("pid"),
  UNIQUE_ID("ID", (r, l, flags) -> text(l.message, r.uniqueId, flags)),
  STATUS("ST", (_, l, _) -> l.message.number(0)),

  UTC_DATE("T", (r, l, _) -> l.utcDate.appendTo(l.message, r.acceptMillis)),
  LOCAL_DATE("Tl", (r, l, _) -> l.localDate.appendTo(l.message, r.acceptMillis)),
  ACCEPT_DATE("t", (r, l, _) -> acceptDate(l, r.acceptMillis)),
  EPOCH_SECOND("Ts", (r, l, flags) -> number(l.message, r.acceptMillis / 1000, 4, flags)),
  MILLIS("ms", (r, l, flags) -> millis(l.message, (int) (r.acceptMillis % 1000), flags)),

  HANDSHAKE_TIME("Th", (r, l, _) -> l.message.number(r.handshakeMillis)),
  QUEUE_TIME("Tw", (r, l, _) -> l.message.number(r.queueMillis)),
  CONNECT_TIME("Tc", (r, l, _) -> l.message.number(r.connectMillis)),
  DATA_TIME("Td", (r, l, _) -> l.message.number(dataMillis(r))),
  TOTAL_TIME("Tt", (r, l, _) -> partial(l, r.early, r.totalMillis)),
  USER_TIME("Tu", (r, l, _) -> partial(l, r.early, r.totalMillis)),

  CLIENT_IP("ci", (r, l, flags) -> ip(l.message, r.client, flags)),
  CLIENT_PORT("cp", (r, l, flags) -> port(l.message, r.client, r.listenerId, flags)),
  FRONTEND_IP("fi", (r, l, flags) -> ip(l.message, r.destination, flags)),
  FRONTEND_PORT("fp", (r, l, flags) -> port(l.message, r.destination, r.listenerId, flags)),
  BACKEND_IP("bi", (r, l, flags) -> ip(l.message, r.serverSource, flags)),
  BACKEND_PORT("bp", (r, l, flags) -> port(l.message, r.serverSource, 0, flags)),
  SERVER_IP("si", (r, l, flags) -> ip(l.message, r.serverAddress, flags)),
  SERVER_PORT("sp", (r, l, flags) -> port(l.message, r.serverAddress, 0, flags)),

  FRONTEND("f", (r, l, flags) -> text(l.message, r.frontend, flags)),
  FRONTEND_TLS("ft", (r, l, f) -> text(l.message, r.frontend, r.clientTls ? "~" : "", f)),
  BACKEND("b", (r, l, flags) -> text(l.message, r.backend, flags)),
  SERVER("s", (r, l, f) -> text(l.message, r.server == null ? "<NOSRV>" : r.server, f)),
  TLS_VERSION("sslv", (r, l, flags) -> text(l.message, r.tlsVersion, flags)),
  TLS_CIPHER("sslc", (r, l, flags) -> text(l.message, r.tlsCipher, flags)),

  TERMINATION("ts", (r, l, _) -> r.termination.appendTo(l.message)),
  CLIENT_MUX_EXIT("cmx", (r, l, flags) -> text(l.message, word(r.clientMuxExit), flags)),
  SERVER_MUX_EXIT("smx", (r, l, flags) -> text(l.message, word(r.serverMuxExit), flags)),

  TERMINATION_COOKIE("tsc", (r, l, _) -> terminationAndCookie(l.message, r.termination)),

  PROCESS_CONNECTIONS("ac", (r, l, _) -> l.message.number(r.processConnections)),
  FRONTEND_CONNECTIONS("fc", (r, l, _) -> l.message.number(r.frontendConnections)),
  BACKEND_CONNECTIONS("bc", (r, l, _) -> l.message.number(r.backendConnections)),
  SERVER_CONNECTIONS("sc", (r, l, _) -> l.message.number(r.serverConnections)),
  RETRIES("rc", (r, l, _) -> partial(l, r.redispatched, r.retries)),
  SERVER_QUEUE("sq", (r, l, _) -> l.message.number(r.serverQueuePosition)),
  BACKEND_QUEUE("bq", (r, l, _) -> l.message.number(r.backendQueuePosition)),
  LINE_NUMBER("lc", (r, l, flags) -> number(l.message, r.lineNumber, 4, flags)),
  STREAM_NUMBER("rt", (r, l, flags) -> number(l.message, r.streamNumber, 4, flags)),

  /** What a frontend without captures prints for them: nothing. */
  REQUEST_CAPTURES("hr"),
  REQUEST_CAPTURE_LIST("hrl"),
  RESPONSE_CAPTURES("hs"),
  RESPONSE_CAPTURE_LIST("hsl"),
  /** Prints nothing either: its flags become those of all that follows. */
  DEFAULT_FLAGS("o");

  private static final Set<String> NEEDS_HTTP =
      Set.of(
          "Ta", "Ti", "Tq", "Tr", "TR", "HM", "HP", "HPO", "HQ", "HU", "HV", "CC", "CS", "r", "tr",
          "trg", "trl");
  private static final Set<String> NOT_YET = Set.of("OG");

  /** Those that tell of our own end of a connection. */
  static final Set<LogAlias> ENDS = Set.of(FRONTEND_IP, FRONTEND_PORT, BACKEND_IP, BACKEND_PORT);

  private static final Map<String, LogAlias> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(alias -> alias.word, Function.identity()));

  private final String word;

  /** Null where the value is known when the format is compiled, or where there is none. */
  @SuppressWarnings("ImmutableEnumChecker") // writers hold no state
  final @Nullable FieldWriter writer;

  LogAlias(String word) {
    this(word, null);
  }

  LogAlias(String word, @Nullable FieldWriter writer) {
    this.word = word;
    this.writer = writer;
  }

  static @Nullable LogAlias named(String name) {
    return BY_NAME.get(name);
  }

  /** Why {@code name} cannot be written, and what could. */
  static String refusal(String name) {
    if (NEEDS_HTTP.contains(name)) {
      return "alias '%" + name + "' needs HTTP mode, and this proxy is in TCP mode. Remove it";
    }
    if (NOT_YET.contains(name)) {
      return "alias '%" + name + "' is not supported yet. Remove it";
    }
    return "no alias '%" + name + "'." + nearest(name) + " Write '%%' for a percent sign";
  }

  private static String nearest(String name) {
    List<String> near = words(word -> word.equalsIgnoreCase(name));
    if (near.isEmpty()) {
      near = words(word -> isNear(name, word));
    }
    if (near.isEmpty()) {
      return " Allowed: " + String.join(" ", words(word -> true)) + ".";
    }
    return " Nearest: '%" + String.join("', '%", near) + "'.";
  }

  private static List<String> words(Predicate<String> wanted) {
    return BY_NAME.keySet().stream().filter(wanted).sorted().toList();
  }

  /** The same letters in another order, or one letter too many or too few in a longer word. */
  private static boolean isNear(String name, String word) {
    if (sorted(name).equals(sorted(word))) {
      return true;
    }
    String shorter = name.length() < word.length() ? name : word;
    String longer = name.length() < word.length() ? word : name;
    return shorter.length() > 1
        && longer.length() == shorter.length() + 1
        && longer.toLowerCase(Locale.ROOT).startsWith(shorter.toLowerCase(Locale.ROOT));
  }

  private static String sorted(String text) {
    char[] letters = text.toLowerCase(Locale.ROOT).toCharArray();
    Arrays.sort(letters);
    return new String(letters);
  }

  private static void partial(LogLine line, boolean plus, long value) {
    if (plus) {
      line.message.ascii('+');
    }
    line.message.number(value);
  }

  static void acceptDate(LogLine line, long epochMillis) {
    line.acceptDate.appendTo(line.message, epochMillis);
    line.message.ascii('.');
    line.message.padded((int) (epochMillis % 1000), 3);
  }

  private static void millis(LineBuffer message, int value, int flags) {
    if ((flags & FieldWriter.HEX) != 0) {
      message.hex(value, 2);
    } else {
      message.padded(value, 3);
    }
  }

  private static long dataMillis(LogRecord record) {
    if (record.connectMillis < 0) {
      return -1;
    }
    long before = record.handshakeMillis + Math.max(0, record.queueMillis) + record.connectMillis;
    return Math.max(0, record.totalMillis - before);
  }

  private static @Nullable String word(@Nullable MuxExitStatus status) {
    return status == null ? null : status.text();
  }

  /** TCP mode has no cookies: two dashes in their place. */
  private static void terminationAndCookie(LineBuffer message, TerminationCode termination) {
    termination.appendTo(message);
    message.text("--");
  }
}
