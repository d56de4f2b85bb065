package io.turnout.proxy.config;

/** How bad a {@link Problem} is. */
public enum Severity {
  /** An error: there is no configuration. */
  ALERT,
  /** Something does not do what was probably meant; fatal with {@code zero-warning}. */
  WARNING,
  /** Worth knowing, never fatal. */
  NOTICE,
  /** A {@code .diag} message: shown in diagnostic mode only. */
  DIAG
}
