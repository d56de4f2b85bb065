package io.turnout.core.conn;

import java.util.EnumSet;
import java.util.Set;

/** Why a connection failed. The first reason is kept. */
public enum ConnError {
  /** It did not. */
  NONE("Success"),
  /** The limit that the configuration sets is reached. */
  CONF_FDLIM("Reached configured maxconn value"),
  /** The process has no descriptor left. */
  PROC_FDLIM("Too many sockets on the process"),
  /** The system has no descriptor left. */
  SYS_FDLIM("Too many sockets on the system"),
  /** The system has no memory left for sockets. */
  SYS_MEMLIM("Out of system buffers"),
  /** The address family or protocol is not there. */
  NOPROTO("Protocol or address family not supported"),
  /** The socket failed in a way that has no code of its own. */
  SOCK_ERR("General socket error"),
  /** The source address cannot be bound. */
  CANT_BIND("Can't bind to source address"),
  /** All local ports are taken. */
  FREE_PORTS("Out of local source ports on the system"),
  /** The local address is in use. */
  ADDR_INUSE("Local source address already in use"),
  /** The poller reported an error before the connection was up. */
  POLLERR("Poller reported POLLERR"),
  /** Connection refused. */
  EREFUSED("ECONNREFUSED returned by OS"),
  /** Connection reset. */
  ERESET("ECONNRESET returned by OS"),
  /** No route. */
  EUNREACH("ENETUNREACH returned by OS"),
  /** The connection attempt timed out in the system. */
  ETIMEDOUT("ETIMEDOUT returned by OS"),
  /** Written to after the peer closed. */
  EPIPE("EPIPE returned by OS"),
  /** The system ran out of memory. */
  ENOMEM("ENOMEM returned by OS"),
  /** The system ran out of buffers. */
  ENOBUFS("ENOBUFS returned by OS"),
  /** The peer closed before the first byte of a PROXY protocol header. */
  PRX_EMPTY("Connection closed while waiting for PROXY protocol header"),
  /** The peer closed in the middle of a PROXY protocol header. */
  PRX_ABORT("Connection error while waiting for PROXY protocol header"),
  /** No PROXY protocol header came in time. */
  PRX_TIMEOUT("Timeout while waiting for PROXY protocol header"),
  /** What came is no PROXY protocol header. */
  PRX_NOT_HDR("Received something which does not look like a PROXY protocol header"),
  /** A PROXY protocol header is malformed. */
  PRX_BAD_HDR("Received an invalid PROXY protocol header"),
  /** A PROXY protocol header speaks of a protocol that is not known. */
  PRX_BAD_PROTO("Received an unhandled protocol in the PROXY protocol header"),
  /** The peer closed before the first byte of a NetScaler header. */
  CIP_EMPTY("Connection closed while waiting for NetScaler Client IP header"),
  /** The peer closed in the middle of a NetScaler header. */
  CIP_ABORT("Connection error while waiting for NetScaler Client IP header"),
  /** No NetScaler header came in time. */
  CIP_TIMEOUT("Timeout while waiting for NetScaler Client IP header"),
  /** What came has not the NetScaler magic number. */
  CIP_BAD_MAGIC("Received an invalid NetScaler Client IP magic number"),
  /** A NetScaler header is malformed, or of a protocol that is not known. */
  CIP_BAD_HDR("Received an invalid NetScaler Client IP header"),
  /** The peer closed before the first byte of a TLS handshake. */
  SSL_EMPTY("Connection closed during SSL handshake"),
  /** The peer closed in the middle of a TLS handshake. */
  SSL_ABORT("Connection error during SSL handshake"),
  /** The TLS handshake did not end in time. */
  SSL_TIMEOUT("Timeout during SSL handshake"),
  /** The TLS handshake failed; the detail says why. */
  SSL_HANDSHAKE("SSL handshake failure"),
  /** The peer's certificate is not accepted; the detail says why. */
  SSL_CERTIFICATE("SSL certificate of the peer refused"),
  /** The peer sent an alert; the detail names it. */
  SSL_ALERT("SSL alert received"),
  /** A record could not be read after the handshake; the detail says why. */
  SSL_RECORD("SSL record refused"),
  /** A dialogue that has no code of its own did not end in time. */
  HANDSHAKE_TIMEOUT("Timeout during handshake"),
  /** The SOCKS server refused; the detail says why. */
  SOCKS_DENIED("SOCKS proxy denied the request"),
  /** The SOCKS server closed in the middle of the dialogue. */
  SOCKS_ABORT("SOCKS proxy closed during the handshake"),
  /** The dialogue with the SOCKS server did not end in time. */
  SOCKS_TIMEOUT("Timeout during SOCKS handshake"),
  /** The SOCKS server's answer is not one. */
  SOCKS_BAD("Received an invalid SOCKS answer"),
  /** The peer offers no TLS, or refuses to begin it; the detail has its answer. */
  STARTTLS_REFUSED("Peer refused to start TLS"),
  /** The peer broke the rules of a dialogue; the detail says how. */
  STARTTLS_BAD("Invalid STARTTLS dialogue"),
  /** The peer closed before it said anything in a STARTTLS dialogue. */
  STARTTLS_EMPTY("Connection closed before STARTTLS dialogue"),
  /** The peer closed in the middle of a STARTTLS dialogue. */
  STARTTLS_ABORT("Connection closed during STARTTLS dialogue"),
  /** A STARTTLS dialogue did not end in time. */
  STARTTLS_TIMEOUT("Timeout during STARTTLS dialogue"),
  /** The peer sent clear text past the point where TLS had to begin. */
  INJECTION("Received clear text behind the request to start TLS"),
  /** A plugin threw; the log has its name and the reason. */
  PLUGIN("Internal error in a plugin");

  private static final Set<ConnError> NOTHING_CAME =
      EnumSet.of(
          NONE, PRX_EMPTY, PRX_ABORT, CIP_EMPTY, CIP_ABORT, SSL_EMPTY, SSL_ABORT, STARTTLS_EMPTY);

  private static final Set<ConnError> BEFORE_DATA = EnumSet.range(PRX_EMPTY, INJECTION);

  private static final Set<ConnError> START_TLS = EnumSet.range(STARTTLS_REFUSED, INJECTION);

  private final String text;

  ConnError(String text) {
    this.text = text;
  }

  /** Whether the peer has only come and gone, as port scans and checks do. */
  public boolean isNothing() {
    return NOTHING_CAME.contains(this);
  }

  /** Whether the socket was there, and what is agreed on before the data failed. */
  public boolean isBeforeData() {
    return BEFORE_DATA.contains(this);
  }

  /** Whether clear text did not turn to TLS, which may fail while a stream is there already. */
  public boolean isStartTls() {
    return START_TLS.contains(this);
  }

  /** A sentence for logs. */
  public String text() {
    return text;
  }
}
