package io.turnout.proxy.log;

import io.turnout.core.address.Address;
import io.turnout.core.address.UnixAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line says: literal text and fields, in turn. Immutable, shared by all threads.
 *
 * <p>The language is HAProxy's: {@code %name}, {@code %{+Q}name}, {@code %%}; see docs/logging.md.
 */
public final class LogFormat {
  /** {@code option tcplog}. */
  public static final String TCP =
      "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq";

  /** {@code option tcplog clf}. */
  public static final String TCP_CLF =
      "%{+Q}o %{-Q}ci - - [%T] \"TCP \" 000 %B \"\" \"\" %cp %ms %ft %b %s %Th %Tw %Tc %Tt %U %ts--"
          + " %ac %fc %bc %sc %rc %sq %bq \"\" \"\" ";

  private static final LogFormat CONNECT = connect();

  private final byte[][] literals;
  private final FieldWriter[] writers;
  private final int[] flags;
  private final boolean numbersLines;
  private final boolean tellsEnds;

  /** Literal 0, field 0, literal 1, field 1, ..., last literal. */
  LogFormat(List<byte[]> literals, List<FieldWriter> writers, List<Integer> flags) {
    this.literals = literals.toArray(byte[][]::new);
    this.writers = writers.toArray(FieldWriter[]::new);
    this.flags = flags.stream().mapToInt(Integer::intValue).toArray();
    this.numbersLines =
        LogAlias.LINE_NUMBER.writer != null && writers.contains(LogAlias.LINE_NUMBER.writer);
    this.tellsEnds =
        LogAlias.ENDS.stream().anyMatch(end -> end.writer != null && writers.contains(end.writer));
  }

  /**
   * Compiles a format.
   *
   * @param identity what {@code %pid} and {@code %H} print
   * @throws LogFormatException with all that is wrong
   */
  public static LogFormat compile(String text, LogIdentity identity) {
    return new LogFormatCompiler(text, identity).compile();
  }

  /**
   * The format of a proxy that names none: {@code Connect from <ip>:<port> to <ip>:<port>
   * (<frontend>/TCP)}, written when a session starts.
   */
  public static LogFormat atSessionStart() {
    return CONNECT;
  }

  boolean isAtSessionStart() {
    return this == CONNECT;
  }

  boolean numbersLines() {
    return numbersLines;
  }

  /** Whether it tells of our own ends of the connections, which cost a system call. */
  boolean tellsEnds() {
    return tellsEnds;
  }

  /** What it says of every record; null if it depends on the record. */
  public @Nullable String constant() {
    return writers.length == 0 ? new String(literals[0], StandardCharsets.UTF_8) : null;
  }

  /** What it says of a record, as UTF-8; cut after so many bytes. */
  public byte[] bytes(LogRecord record, LogLine line, int maxBytes) {
    line.message.start(maxBytes);
    write(record, line);
    byte[] bytes = new byte[line.message.length()];
    line.message.view().get(bytes);
    return bytes;
  }

  void write(LogRecord record, LogLine line) {
    LineBuffer message = line.message;
    for (int i = 0; i < writers.length; i++) {
      message.bytes(literals[i], 0, literals[i].length);
      writers[i].write(record, line, flags[i]);
    }
    byte[] last = literals[writers.length];
    message.bytes(last, 0, last.length);
  }

  private static LogFormat connect() {
    return new LogFormat(
        List.of(utf8("Connect "), utf8("/TCP)")), List.of(LogFormat::connectFields), List.of(0));
  }

  private static void connectFields(LogRecord record, LogLine line, int flags) {
    LineBuffer message = line.message;
    if (record.client instanceof UnixAddress) {
      message.text("to unix:");
      message.number(record.listenerId);
    } else {
      message.text("from ");
      endpoint(message, record.client, record.listenerId);
      message.text(" to ");
      endpoint(message, record.destination, record.listenerId);
    }
    message.text(" (");
    message.text(record.frontend);
  }

  private static void endpoint(LineBuffer message, @Nullable Address address, int listenerId) {
    FieldText.ip(message, address, 0);
    message.ascii(':');
    FieldText.port(message, address, listenerId, 0);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
