package io.turnout.proxy.log;

import io.turnout.proxy.config.SyslogLevel;
import java.util.List;

/**
 * All targets of one proxy. Immutable.
 *
 * <p><b>Thread:</b> any, each with its own {@link LogLine}. No call waits.
 */
public final class LogOutput {
  private final LogTarget[] targets;
  private final int maxLength;

  LogOutput(List<LogTarget> targets) {
    this.targets = targets.toArray(LogTarget[]::new);
    this.maxLength = targets.stream().mapToInt(LogTarget::maxLength).max().orElse(0);
  }

  /** Sends a message that is no access line: a start, a stop, a server's change of state. */
  public void message(SyslogLevel level, String text, LogLine line) {
    if (accepts(level)) {
      start(line).text(text);
      send(level, line);
    }
  }

  /** Tells the targets that a proxy has stopped, and what it has served. */
  public void proxyStopped(
      String proxy, long frontConnections, long backConnections, LogLine line) {
    String counts = "(cumulated conns: FE: " + frontConnections + ", BE: " + backConnections + ").";
    message(SyslogLevel.WARNING, "Proxy " + proxy + " stopped " + counts, line);
  }

  boolean accepts(SyslogLevel level) {
    for (LogTarget target : targets) {
      if (target.accepts(level)) {
        return true;
      }
    }
    return false;
  }

  /** Empties the line's message, for as many bytes as the longest target takes. */
  LineBuffer start(LogLine line) {
    line.message.start(maxLength);
    return line.message;
  }

  void send(SyslogLevel level, LogLine line) {
    for (LogTarget target : targets) {
      target.send(level, line);
    }
  }
}
