package io.turnout.core.conn;

/** How a mux's work ended. */
public enum MuxExitStatus {
  /** Well. */
  SUCCESS("success"),
  /** The peer sent what it should not. */
  INVALID("invalid"),
  /** Too late. */
  TIMEOUT("timeout"),
  /** Something failed on our side. */
  INTERNAL("internal"),
  /** A mux that does not look into the bytes cannot tell. */
  UNKNOWN("unknown");

  private static final MuxExitStatus[] ALL = values();

  private final String text;

  MuxExitStatus(String text) {
    this.text = text;
  }

  /** One word for logs. */
  public String text() {
    return text;
  }

  /**
   * What a mux answered to {@link MuxQuery#EXIT_STATUS}.
   *
   * @param answer an ordinal; all else is {@link #UNKNOWN}
   */
  public static MuxExitStatus of(long answer) {
    return answer >= 0 && answer < ALL.length ? ALL[(int) answer] : UNKNOWN;
  }

  /** What a connection's failure alone tells of its mux's work; for muxes that know no more. */
  public static MuxExitStatus ofFailure(ConnError error) {
    return switch (error) {
      case ETIMEDOUT, PRX_TIMEOUT, CIP_TIMEOUT, SSL_TIMEOUT, HANDSHAKE_TIMEOUT -> TIMEOUT;
      case CONF_FDLIM, PROC_FDLIM, SYS_FDLIM, SYS_MEMLIM, ENOMEM, ENOBUFS -> INTERNAL;
      case NOPROTO, CANT_BIND, FREE_PORTS, ADDR_INUSE, PLUGIN -> INTERNAL;
      case PRX_NOT_HDR, PRX_BAD_HDR, PRX_BAD_PROTO, CIP_BAD_MAGIC, CIP_BAD_HDR -> INVALID;
      case SSL_HANDSHAKE, SSL_CERTIFICATE, SSL_ALERT, SSL_RECORD -> INVALID;
      case SOCKS_BAD, STARTTLS_BAD, INJECTION -> INVALID;
      default -> UNKNOWN;
    };
  }
}
