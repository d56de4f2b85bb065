package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.rule.TestConfig;
import java.util.Set;

/**
 * A test, and what its sample needs.
 *
 * @param config what it says
 * @param sample the sample's name
 * @param points where it may be used
 * @param waits whether more bytes, or time, may change it
 */
public record TestDraft(TestConfig config, String sample, Set<RulePoint> points, boolean waits) {}
