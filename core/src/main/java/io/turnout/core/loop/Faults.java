package io.turnout.core.loop;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What plugins, and Turnout itself, threw on one loop. The first throwable of each culprit is
 * logged whole, the others are counted.
 *
 * <p>The culprit is the package whose code threw, so that a plugin is told from those that called
 * it.
 *
 * <p><b>Thread:</b> the loop's.
 */
public final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private final Map<String, Long> counts = new HashMap<>();
  private @Nullable Throwable first;

  /**
   * Something threw.
   *
   * @param what what was at work: the name of a mux, a transport, a tasklet's kind
   * @param consequence what has become of it, for the log
   */
  public void report(String what, String consequence, Throwable thrown) {
    String culprit = culpritOf(thrown);
    if (first == null) {
      first = thrown;
    }
    if (counts.merge(culprit, 1L, Long::sum) == 1) {
      LOG.error(
          "'{}' failed in {}; {}. Further failures of {} are only counted",
          what,
          culprit,
          consequence,
          culprit,
          thrown);
    }
  }

  /** What was thrown first, from which the others may follow; null if nothing was. */
  public @Nullable Throwable first() {
    return first;
  }

  /** How often each culprit threw. */
  public Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /** The package of the first frame that is not the JDK's. */
  private static String culpritOf(Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      String type = frame.getClassName();
      if (!type.startsWith("java.") && !type.startsWith("jdk.")) {
        int dot = type.lastIndexOf('.');
        return dot < 0 ? type : type.substring(0, dot);
      }
    }
    return "unknown";
  }
}
