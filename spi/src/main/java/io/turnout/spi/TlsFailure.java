package io.turnout.spi;

/** Why a TLS handshake failed, or TLS after it. */
public enum TlsFailure {
  /** The peer closed before it sent anything. */
  CLOSED_AT_ONCE("closed before the handshake"),
  /** The peer closed, or its connection broke, in the middle. */
  CLOSED("closed during the handshake"),
  /** The peer speaks HTTP in clear text. */
  HTTP_REQUEST("http request"),
  /** What the peer sent is no TLS. */
  NOT_TLS("not TLS"),
  /** No protocol version is common. */
  NO_SHARED_VERSION("no shared protocol version"),
  /** No cipher suite, group or signature algorithm is common. */
  NO_SHARED_CIPHER("no shared cipher"),
  /** No certificate is for the name that the client asks for, and it must be. */
  UNKNOWN_NAME("no certificate for the name"),
  /** The peer showed no certificate, and it must. */
  NO_CERTIFICATE("no certificate"),
  /** The peer's certificate, or one above it, has expired. */
  EXPIRED("certificate has expired"),
  /** The peer's certificate, or one above it, is not valid yet. */
  NOT_YET_VALID("certificate is not valid yet"),
  /** The peer's certificate was revoked. */
  REVOKED("certificate was revoked"),
  /** The peer's certificate leads to no authority that is trusted. */
  UNKNOWN_CA("unknown CA"),
  /** The peer's certificate is for another name. */
  NAME_MISMATCH("certificate is for another name"),
  /** The peer's certificate is refused for another reason. */
  BAD_CERTIFICATE("bad certificate"),
  /** The peer refused, by an alert. */
  ALERT("alert received"),
  /** The peer broke the protocol. */
  PROTOCOL("protocol error"),
  /** It was closed here, mostly since it took too long. */
  GIVEN_UP("given up");

  private final String text;

  TlsFailure(String text) {
    this.text = text;
  }

  /** A few words for logs. */
  public String text() {
    return text;
  }
}
