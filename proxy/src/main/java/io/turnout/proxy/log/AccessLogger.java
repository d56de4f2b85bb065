package io.turnout.proxy.log;

import io.turnout.proxy.config.SyslogLevel;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The access log of one frontend: decides whether a session is told of and how severe it is.
 *
 * <p><b>Thread:</b> any, each with its own record and line.
 */
public final class AccessLogger {
  private final LogFormat format;
  private final LogOutput output;
  private final boolean dontLogNull;
  private final boolean dontLogNormal;
  private final boolean separateErrors;
  private final AtomicLong lineNumbers = new AtomicLong();

  public AccessLogger(LogFormat format, LogOutput output, Set<AccessLogOption> options) {
    this.format = format;
    this.output = output;
    this.dontLogNull = options.contains(AccessLogOption.DONT_LOG_NULL);
    this.dontLogNormal = options.contains(AccessLogOption.DONT_LOG_NORMAL);
    this.separateErrors = options.contains(AccessLogOption.SEPARATE_ERRORS);
  }

  /** Whether anything is written when a session starts. */
  public boolean tellsStart() {
    return format.isAtSessionStart() && output.accepts(SyslogLevel.INFO);
  }

  /** Whether anything can be written when a session ends. */
  public boolean tellsEnd() {
    return !format.isAtSessionStart() && output.accepts(SyslogLevel.ERR);
  }

  /** Whether a line tells the addresses of our own ends of the connections. */
  public boolean tellsEnds() {
    return format.tellsEnds();
  }

  /** A session starts. Writes a line only in the format of a proxy that names none. */
  public void sessionStarted(LogRecord record, LogLine line) {
    if (format.isAtSessionStart()) {
      write(SyslogLevel.INFO, record, line);
    }
  }

  /** A session has ended, or is told of early ({@link LogRecord#early}). */
  public void sessionEnded(LogRecord record, LogLine line) {
    if (format.isAtSessionStart() || (dontLogNull && record.bytesFromClient == 0)) {
      return;
    }
    boolean error = isError(record);
    if (error || !dontLogNormal) {
      write(levelOf(error), record, line);
    }
  }

  /**
   * A connection ended before there was a session: a handshake failed or never came.
   *
   * @param error what went wrong, for people
   * @param nothingCame whether the client only connected and left, or nothing is wrong at all
   */
  public void connectionFailed(LogRecord record, String error, boolean nothingCame, LogLine line) {
    SyslogLevel level = levelOf(true);
    if ((nothingCame && dontLogNull) || !output.accepts(level)) {
      return;
    }
    LineBuffer message = startForClient(record, line);
    message.ascii('/');
    message.text(record.listenerName);
    message.text(": ");
    message.text(error);
    output.send(level, line);
  }

  /**
   * A server was there, but would not agree on what comes before the data: the session's own line
   * has no word for that.
   *
   * @param error what went wrong, for people
   */
  public void serverFailed(LogRecord record, String error, LogLine line) {
    SyslogLevel level = levelOf(true);
    if (!output.accepts(level)) {
      return;
    }
    LineBuffer message = startForClient(record, line);
    message.ascii(' ');
    message.text(record.backend);
    message.ascii('/');
    message.text(String.valueOf(record.server));
    message.text(": ");
    message.text(error);
    output.send(level, line);
  }

  private LineBuffer startForClient(LogRecord record, LogLine line) {
    LineBuffer message = output.start(line);
    FieldText.ip(message, record.client, 0);
    message.ascii(':');
    FieldText.port(message, record.client, record.listenerId, 0);
    message.text(" [");
    LogAlias.acceptDate(line, record.acceptMillis);
    message.text("] ");
    message.text(record.frontend);
    return message;
  }

  private void write(SyslogLevel level, LogRecord record, LogLine line) {
    if (output.accepts(level)) {
      if (format.numbersLines()) {
        record.lineNumber = lineNumbers.getAndIncrement();
      }
      output.start(line);
      format.write(record, line);
      output.send(level, line);
    }
  }

  private SyslogLevel levelOf(boolean error) {
    return error && separateErrors ? SyslogLevel.ERR : SyslogLevel.INFO;
  }

  private static boolean isError(LogRecord record) {
    return record.redispatched
        || record.termination.cause().isError()
        || (record.retries > 0 && record.termination.cause() == TerminationCode.Cause.NONE);
  }
}
