package io.turnout.proxy.config;

/** Stable ids of what a proxy can report when it starts and runs; see {@code docs/errors.md}. */
public enum ProxyErrorCode {
  NO_PLUGIN(3005),
  WRONG_MUX(3006),
  NO_TRACE_SOURCE(3010),
  BAD_HANDSHAKE(3012),
  BAD_TLS(3013),
  SOCKS_WITHOUT_ADDRESS(3014),
  NO_TLS_TO_START(3015),
  TLS_WARNING(3016),
  BAD_LOG_FORMAT(3017),
  NO_POLLER(4003),
  UNKNOWN_OWNER(4004),
  FEW_DESCRIPTORS(4005),
  BAD_TRACE_SINK(4010),
  MUX_NOT_SWAPPED(5001),
  TLS_NOT_STARTED(5002);

  private final int number;

  ProxyErrorCode(int number) {
    this.number = number;
  }

  /** The id as it is printed: {@code TRN-3005}. */
  public String id() {
    return "TRN-" + number;
  }
}
