package io.turnout.proxy.rules;

/** Compares a sample with values. */
@FunctionalInterface
interface Matcher {
  boolean matches(Sample sample);
}
