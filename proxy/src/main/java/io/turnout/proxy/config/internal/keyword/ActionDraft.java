package io.turnout.proxy.config.internal.keyword;

/**
 * What a rule does, once its words are read.
 *
 * @param <A> what rules of its kind may do
 */
final class ActionDraft<A> {
  A action;

  ActionDraft(A action) {
    this.action = action;
  }
}
