package io.turnout.distribution;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Signals as notices in a queue.
 *
 * <p>They are taken here rather than in a shutdown hook, because a JVM that dies of a signal
 * answers 143 or 130 where an orderly end is to answer 0. SIGQUIT stays the JVM's, for its thread
 * dump.
 */
public final class Signals {
  private static final String[] NAMES = {"TERM", "INT", "USR1", "HUP"};

  private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
  private volatile boolean starting;

  /** What has happened. */
  public enum Notice {
    /** SIGTERM or SIGINT. */
    STOP,
    /** SIGUSR1. */
    SOFT_STOP,
    /** SIGHUP. */
    STATUS,
    /** The last connection has ended, or has had its time. */
    ENDED
  }

  private Signals() {}

  /** Takes the signals of this process, and no longer lets them end it. */
  public static Signals listen() {
    Signals signals = new Signals();
    signals.takeAll();
    return signals;
  }

  /**
   * The same for a program that has yet to start: until {@link #hold}, a stop ends it with 0 where
   * it is. Such a start can take long, as when a host's name is looked up.
   */
  static Signals atStart() {
    Signals signals = new Signals();
    signals.starting = true;
    signals.takeAll();
    return signals;
  }

  /** Takes none, so that they end the process as they end every JVM. */
  static Signals untaken() {
    return new Signals();
  }

  /** From now on there is something to close, so a stop waits to be asked for. */
  void hold() {
    starting = false;
  }

  /** Lets them end the process again, as the system has it. */
  void release() {
    for (String name : NAMES) {
      handle(name, null);
    }
  }

  /** Adds a notice. */
  public void tell(Notice notice) {
    notices.add(notice);
  }

  /** Waits for the next. */
  public Notice await() throws InterruptedException {
    return notices.take();
  }

  /** Waits for the next, but not longer than that; null if there was none. */
  public @Nullable Notice await(long millis) throws InterruptedException {
    return notices.poll(millis, TimeUnit.MILLISECONDS);
  }

  private void takeAll() {
    for (String name : NAMES) {
      handle(name, noticeOf(name));
    }
  }

  private static Notice noticeOf(String name) {
    return switch (name) {
      case "USR1" -> Notice.SOFT_STOP;
      case "HUP" -> Notice.STATUS;
      default -> Notice.STOP;
    };
  }

  // By reflection: javac warns of sun.misc.Signal in a way that cannot be turned off.
  private void handle(String name, @Nullable Notice notice) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object teller =
          notice == null
              ? handler.getField("SIG_DFL").get(null)
              : Proxy.newProxyInstance(
                  Signals.class.getClassLoader(),
                  new Class<?>[] {handler},
                  (self, method, arguments) -> answer(self, method, notice));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), teller);
    } catch (ReflectiveOperationException unknown) {
      throw new IllegalStateException("SIG" + name + " cannot be taken", unknown);
    }
  }

  private @Nullable Object answer(Object self, Method method, Notice notice) {
    return switch (method.getName()) {
      case "handle" -> {
        if (starting && notice == Notice.STOP) {
          System.exit(0);
        }
        tell(notice);
        yield null;
      }
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> notice.name();
      default -> false;
    };
  }
}
