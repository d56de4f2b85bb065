package io.turnout.proxy.log;

import io.turnout.proxy.config.LogTargetConfig;
import io.turnout.proxy.config.SyslogLevel;

/** One {@code log} line at work: which levels pass, how they are framed and cut, where they go. */
final class LogTarget {
  private static final SyslogLevel[] LEVELS = SyslogLevel.values();

  private final LogOutlet outlet;
  private final SyslogHeader header;
  private final int maxLength;
  private final int leastSevere;
  private final int mostSevere;

  LogTarget(LogTargetConfig config, LogIdentity identity, LogOutlet outlet) {
    this.outlet = outlet;
    this.header = new SyslogHeader(config.format(), config.facility(), identity);
    this.maxLength = config.maxLength();
    this.leastSevere = config.maxLevel().ordinal();
    this.mostSevere = config.minLevel().ordinal();
  }

  boolean accepts(SyslogLevel level) {
    return level.ordinal() <= leastSevere;
  }

  int maxLength() {
    return maxLength;
  }

  /** Sends the line's message. */
  void send(SyslogLevel level, LogLine line) {
    if (!accepts(level)) {
      return;
    }
    frame(level, line);
    line.frame.append(line.message);
    if (deliver(line)) {
      long untold = outlet.claimUntold(line.nowMillis());
      if (untold > 0) {
        tellLost(untold, line);
      }
    }
  }

  private void tellLost(long count, LogLine line) {
    frame(SyslogLevel.WARNING, line);
    line.frame.number(count);
    line.frame.text(" log lines were lost: this target was full or failed.");
    deliver(line);
  }

  private void frame(SyslogLevel level, LogLine line) {
    line.frame.start(maxLength);
    header.write(line, LEVELS[Math.max(level.ordinal(), mostSevere)]);
  }

  private boolean deliver(LogLine line) {
    line.frame.newline();
    return outlet.trySend(line.frame.view());
  }
}
