package io.turnout.proxy.config;

import io.turnout.core.address.Address;
import org.jspecify.annotations.Nullable;

/**
 * One listening socket. A {@code bind} line gives one for each address and port that it names.
 *
 * @param id unique in its frontend
 * @param name {@code name}, or null
 * @param position of the line
 * @param address where to listen; a port is never 0
 * @param maxConnections {@code maxconn}; 0 is the frontend's
 * @param backlog {@code backlog}; 0 is the frontend's
 * @param socket options of the socket
 * @param unix owner and mode of a UNIX socket's file
 * @param transport what is spoken first, and TLS
 * @param proto the {@code proto} keyword: the name of a mux, or null for the default
 */
public record BindConfig(
    int id,
    @Nullable String name,
    SourcePosition position,
    Address address,
    int maxConnections,
    int backlog,
    SocketOptions socket,
    UnixFile unix,
    TransportConfig transport,
    @Nullable String proto) {

  /** The name in logs: {@code name}, or {@code sock-} and the id. */
  public String displayName() {
    return name != null ? name : "sock-" + id;
  }

  /**
   * Options of a listening TCP socket.
   *
   * @param interfaceName {@code interface}, or null
   * @param maxSegmentBytes {@code mss}: 1..65535, 0 is unset
   * @param deferAccept {@code defer-accept}
   * @param fastOpen {@code tfo}
   * @param v4v6 {@code v4v6}: an IPv6 wildcard takes IPv4 too
   * @param v6only {@code v6only}: an IPv6 wildcard takes IPv6 only; wins over {@code v4v6}
   */
  public record SocketOptions(
      @Nullable String interfaceName,
      int maxSegmentBytes,
      boolean deferAccept,
      boolean fastOpen,
      boolean v4v6,
      boolean v6only) {}

  /**
   * Owner and mode of a UNIX socket's file.
   *
   * @param mode permission bits, -1 is unset
   * @param uid -1 is unset
   * @param gid -1 is unset
   * @param user a name to look up when binding, or null
   * @param group a name to look up when binding, or null
   */
  public record UnixFile(
      int mode, int uid, int gid, @Nullable String user, @Nullable String group) {}
}
