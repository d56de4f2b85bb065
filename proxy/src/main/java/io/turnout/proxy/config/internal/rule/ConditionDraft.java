package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.rule.ConditionConfig;
import io.turnout.proxy.config.rule.TermConfig;
import java.util.List;
import java.util.stream.Stream;

/** A condition: it holds if all terms of one list do. */
public record ConditionDraft(boolean unless, List<List<TermDraft>> anyOf) {
  /** All that it tests, together with the ACL that does. */
  public Stream<TermDraft> terms() {
    return anyOf.stream().flatMap(List::stream);
  }

  /** The record, once all ACLs are complete. */
  public ConditionConfig finish() {
    return new ConditionConfig(
        unless,
        anyOf.stream().map(all -> all.stream().map(ConditionDraft::finish).toList()).toList());
  }

  private static TermConfig finish(TermDraft term) {
    return new TermConfig(
        term.negated(), term.acl().tests().stream().map(TestDraft::config).toList());
  }
}
