package io.turnout.proxy.config.rule;

/**
 * Whether a sample matches.
 *
 * @param sample what is looked at
 * @param match what it is compared with
 */
public record TestConfig(SampleConfig sample, MatchConfig match) {}
