package io.turnout.proxy.config;

import java.util.Locale;

/**
 * Writes problems the way HAProxy prints its own, with Turnout's stable id in front of the text.
 */
public final class ProblemRenderer {
  private final long pid;

  /**
   * Makes a renderer.
   *
   * @param pid the process id to print
   */
  public ProblemRenderer(long pid) {
    this.pid = pid;
  }

  /**
   * One problem as text, without a line end.
   *
   * <pre>[ALERT]    (4711) : config : parsing [proxy.cfg:3] : TRN-2001 ...</pre>
   */
  public String render(Problem problem) {
    String label = "[" + problem.severity().name().toUpperCase(Locale.ROOT) + "]";
    StringBuilder text = new StringBuilder(200);
    text.append(String.format(Locale.ROOT, "%-10s (%d) : config : ", label, pid));
    if (problem.position() != null) {
      text.append("parsing [").append(problem.position()).append("] : ");
    }
    return text.append(problem.code().id()).append(' ').append(problem.message()).toString();
  }
}
