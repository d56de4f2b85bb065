package io.turnout.proxy.log;

import java.util.List;

/** A log format that cannot be compiled, with all that is wrong with it. */
public final class LogFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  /**
   * One thing that is wrong.
   *
   * @param position where in the format, counted from 1
   * @param message what was got, what is allowed, what to do
   */
  public record Problem(int position, String message) {
    @Override
    public String toString() {
      return "character " + position + ": " + message;
    }
  }

  LogFormatException(String format, List<Problem> problems) {
    super(
        "got '"
            + format
            + "': "
            + String.join("; ", problems.stream().map(Problem::toString).toList()));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
