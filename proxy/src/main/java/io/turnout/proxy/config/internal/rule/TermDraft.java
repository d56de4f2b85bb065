package io.turnout.proxy.config.internal.rule;

/** An ACL in a condition, as it is or negated. */
public record TermDraft(boolean negated, AclDraft acl) {}
