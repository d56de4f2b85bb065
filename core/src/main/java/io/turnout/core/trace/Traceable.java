package io.turnout.core.trace;

/** What a trace or a dump can show: it writes itself in a few words. */
public interface Traceable {
  /** Appends a short description: name, state, flags in words. No line break. */
  void describe(StringBuilder to);
}
