package io.turnout.proxy.stream;

/** When a direction's bytes go through a kernel pipe. */
enum SpliceMode {
  /** Never. */
  NEVER,
  /** While the traffic looks like a long transfer. */
  AUTO,
  /** Whenever both sides can. */
  ALWAYS
}
