package io.turnout.xprt.ssl.engine;

import io.turnout.core.conn.ConnError;
import io.turnout.spi.TlsFailure;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** TLS cannot go on. */
public final class TlsException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final TlsFailure failure;
  private final String detail;

  /** Says why, and what is known beyond. */
  public TlsException(TlsFailure failure, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.failure = failure;
    this.detail = detail;
  }

  /** As a reason of its own, with nothing known beyond it. */
  public TlsException(TlsFailure failure) {
    this(failure, failure.text(), null);
  }

  /** An engine has to say something before it goes on, and does not. */
  public static TlsException stuck() {
    return new TlsException(TlsFailure.PROTOCOL, "the engine does not go on", null);
  }

  /** Why, for counters. */
  public TlsFailure failure() {
    return failure;
  }

  /** Why, for people. */
  public String detail() {
    return detail;
  }

  /**
   * What the connection fails with.
   *
   * @param handshaking whether it was during the handshake
   */
  public ConnError error(boolean handshaking) {
    return switch (failure) {
      case CLOSED_AT_ONCE -> ConnError.SSL_EMPTY;
      case CLOSED -> handshaking ? ConnError.SSL_ABORT : ConnError.SSL_RECORD;
      case ALERT -> ConnError.SSL_ALERT;
      case NO_CERTIFICATE,
          EXPIRED,
          NOT_YET_VALID,
          REVOKED,
          UNKNOWN_CA,
          NAME_MISMATCH,
          BAD_CERTIFICATE ->
          ConnError.SSL_CERTIFICATE;
      case HTTP_REQUEST,
          NOT_TLS,
          NO_SHARED_VERSION,
          NO_SHARED_CIPHER,
          UNKNOWN_NAME,
          PROTOCOL,
          GIVEN_UP ->
          handshaking ? ConnError.SSL_HANDSHAKE : ConnError.SSL_RECORD;
    };
  }
}
