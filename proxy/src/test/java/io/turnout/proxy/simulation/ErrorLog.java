package io.turnout.proxy.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.turnout.proxy.stream.MuxSwaps;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Keeps the first error that each thread logs: loops log what a handler throws, and go on. Swaps
 * that are refused as the connection fails are many, and not told.
 */
final class ErrorLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger swaps = (Logger) LoggerFactory.getLogger(MuxSwaps.class);
  private final ThreadLocal<@Nullable ILoggingEvent> first = new ThreadLocal<>();

  ErrorLog() {
    setContext(root.getLoggerContext());
    start();
    root.addAppender(this);
    swaps.setLevel(Level.ERROR);
  }

  /** Forgets what came from this thread. */
  void clear() {
    first.remove();
  }

  /** This thread's first error, or null if there was none. */
  @Nullable AssertionError firstError() {
    ILoggingEvent event = first.get();
    if (event == null) {
      return null;
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    Throwable cause = thrown instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
    return new AssertionError("logged: " + event.getFormattedMessage(), cause);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (first.get() == null && event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      first.set(event);
    }
  }

  @Override
  public void close() {
    swaps.setLevel(null);
    root.detachAppender(this);
    stop();
  }
}
