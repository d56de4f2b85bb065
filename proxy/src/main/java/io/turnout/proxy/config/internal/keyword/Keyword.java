package io.turnout.proxy.config.internal.keyword;

import java.util.Set;

/**
 * A name and what it does.
 *
 * @param name as written
 * @param sections where it is valid
 * @param elsewhere what happens in a frontend or backend that has no use for it; in any other
 *     section it is an error
 * @param negatable true if {@code no} and {@code default} may stand before it
 * @param handler reads the rest
 */
public record Keyword<D>(
    String name,
    Set<SectionKind> sections,
    Elsewhere elsewhere,
    boolean negatable,
    KeywordHandler<D> handler) {

  /** A keyword that is ignored with a warning on the wrong side, and cannot be negated. */
  public static <D> Keyword<D> of(
      String name, Set<SectionKind> sections, KeywordHandler<D> handler) {
    return new Keyword<>(name, sections, Elsewhere.IGNORED, false, handler);
  }

  /** The same, but an error on the wrong side. */
  public Keyword<D> strict() {
    return new Keyword<>(name, sections, Elsewhere.REFUSED, negatable, handler);
  }

  /** The same, with {@code no} and {@code default}. */
  public Keyword<D> withPrefixes() {
    return new Keyword<>(name, sections, elsewhere, true, handler);
  }

  /** What a keyword does on the wrong side. */
  public enum Elsewhere {
    IGNORED,
    REFUSED
  }
}
