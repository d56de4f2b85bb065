package io.turnout.proxy.config.internal.text;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.Problem;
import io.turnout.proxy.config.Severity;
import io.turnout.proxy.config.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what there is to tell. */
public final class Problems {
  private final List<Problem> collected = new ArrayList<>();

  /** An error. */
  public void alert(ConfigErrorCode code, @Nullable SourcePosition position, String message) {
    add(Severity.ALERT, code, position, message);
  }

  /** An error that was thrown where it was found. */
  public void alert(Rejection rejection, SourcePosition position) {
    add(Severity.ALERT, rejection.code(), position, rejection.text());
  }

  /** A warning. */
  public void warn(ConfigErrorCode code, @Nullable SourcePosition position, String message) {
    add(Severity.WARNING, code, position, message);
  }

  /** Anything. */
  public void add(
      Severity severity, ConfigErrorCode code, @Nullable SourcePosition position, String message) {
    collected.add(new Problem(severity, code, position, message));
  }

  /** How many errors there are so far. */
  public long alerts() {
    return collected.stream().filter(problem -> problem.severity() == Severity.ALERT).count();
  }

  /** True if there is one of this severity. */
  public boolean any(Severity severity) {
    return collected.stream().anyMatch(problem -> problem.severity() == severity);
  }

  /**
   * All so far, by file and line, and in the order in which they were found on a line. What could
   * not be read at all comes first, what concerns no file last.
   */
  public List<Problem> inOrderOf(List<String> files) {
    return collected.stream()
        .sorted(
            Comparator.<Problem>comparingInt(problem -> fileOf(problem, files))
                .thenComparingInt(Problems::lineOf))
        .toList();
  }

  private static int fileOf(Problem problem, List<String> files) {
    SourcePosition position = problem.position();
    return position == null ? files.size() : files.indexOf(position.file());
  }

  private static int lineOf(Problem problem) {
    SourcePosition position = problem.position();
    return position == null ? 0 : position.line();
  }
}
