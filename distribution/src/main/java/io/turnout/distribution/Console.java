package io.turnout.distribution;

import java.io.PrintStream;

/** Tells people what happens at start and stop, in the form of HAProxy's messages. */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final long pid;
  private boolean quiet;

  Console(PrintStream out, PrintStream err, long pid) {
    this.out = out;
    this.err = err;
    this.pid = pid;
  }

  /** One message as a line, without its end. */
  public static String line(String label, long pid, String text) {
    String bracketed = "[" + label + "]";
    return bracketed + " ".repeat(Math.max(1, 11 - bracketed.length())) + "(" + pid + ") : " + text;
  }

  /** From now on only errors and what was asked for are shown. */
  void beQuiet() {
    quiet = true;
  }

  /** An answer to what the command line asked. */
  void answer(String text) {
    out.println(text);
    out.flush();
  }

  /** Why the program does not go on. */
  void alert(String text) {
    err.println(line("ALERT", pid, text));
  }

  /** What is likely to be wrong. */
  void warning(String text) {
    if (!quiet) {
      err.println(line("WARNING", pid, text));
    }
  }

  /** What happens. */
  void notice(String text) {
    if (!quiet) {
      err.println(line("NOTICE", pid, text));
    }
  }

  /** A line in its final form. */
  void error(String line) {
    err.println(line);
  }

  /** A line in its final form, that may be left out. */
  void remark(String line) {
    if (!quiet) {
      err.println(line);
    }
  }

  long pid() {
    return pid;
  }
}
