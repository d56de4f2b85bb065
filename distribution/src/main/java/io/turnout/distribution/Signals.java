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
  private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();

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
    signals.take("TERM", Notice.STOP);
    signals.take("INT", Notice.STOP);
    signals.take("USR1", Notice.SOFT_STOP);
    signals.take("HUP", Notice.STATUS);
    return signals;
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

  // By reflection: javac warns of sun.misc.Signal in a way that cannot be turned off.
  private void take(String name, Notice notice) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object teller =
          Proxy.newProxyInstance(
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
        tell(notice);
        yield null;
      }
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> notice.name();
      default -> false;
    };
  }
}
