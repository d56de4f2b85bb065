package io.turnout.distribution.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.turnout.distribution.Console;

/** Lines of the same form as the program's other messages. */
final class AlertLayout extends LayoutBase<ILoggingEvent> {
  private final long pid;

  AlertLayout(long pid) {
    this.pid = pid;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    String text = event.getFormattedMessage();
    if (event.getThrowableProxy() != null) {
      text += System.lineSeparator() + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }
    return Console.line(label(event.getLevel()), pid, text) + System.lineSeparator();
  }

  private static String label(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> "ALERT";
      case Level.WARN_INT -> "WARNING";
      default -> "NOTICE";
    };
  }
}
