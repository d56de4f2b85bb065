package io.turnout.proxy;

import java.util.List;

/** A proxy could not be started; nothing of it runs, and nothing is bound. */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String[] problems;

  /** With all that is wrong, for people. */
  public StartException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = problems.toArray(String[]::new);
  }

  /** All that is wrong, one line each. */
  public List<String> problems() {
    return List.of(problems);
  }
}
