package io.turnout.proxy.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Keeps what the program logs of its own troubles, from warnings on. */
public final class ProgramLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final List<String> messages = new CopyOnWriteArrayList<>();

  /** Listens from now on. */
  public ProgramLog() {
    setContext(root.getLoggerContext());
    start();
    root.addAppender(this);
  }

  /** What came so far. */
  public List<String> messages() {
    return messages;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      messages.add(event.getFormattedMessage());
    }
  }

  @Override
  public void close() {
    root.detachAppender(this);
    stop();
  }
}
