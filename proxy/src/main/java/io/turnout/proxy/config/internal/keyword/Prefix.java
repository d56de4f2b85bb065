package io.turnout.proxy.config.internal.keyword;

/** What may stand before some keywords. */
public enum Prefix {
  NONE,
  /** {@code no}: switch it off. */
  NO,
  /** {@code default}: back to what it is without any configuration. */
  DEFAULT
}
