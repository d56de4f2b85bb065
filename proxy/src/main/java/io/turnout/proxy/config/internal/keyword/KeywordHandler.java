package io.turnout.proxy.config.internal.keyword;

/**
 * Reads what follows a keyword into a draft.
 *
 * @param <D> the draft
 */
@FunctionalInterface
public interface KeywordHandler<D> {
  /**
   * Takes the words that belong to the keyword; a handler of a whole line also refuses what is
   * left.
   *
   * @throws io.turnout.proxy.config.internal.text.Rejection if they are wrong
   */
  void apply(Arguments arguments, D draft);
}
