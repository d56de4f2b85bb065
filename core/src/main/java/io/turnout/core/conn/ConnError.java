package io.turnout.core.conn;

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
  /** A plugin threw; the log has its name and the reason. */
  PLUGIN("Internal error in a plugin");

  private final String text;

  ConnError(String text) {
    this.text = text;
  }

  /** A sentence for logs. */
  public String text() {
    return text;
  }
}
