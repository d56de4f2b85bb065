package io.turnout.core.net;

import org.jspecify.annotations.Nullable;

/**
 * How to listen, and what accepted sockets get.
 *
 * @param backlog connections that the system keeps ready; 1 at least
 * @param maxAccept connections accepted in one go, so that others get their turn; 1 at least
 * @param ip4 whether an IPv6 wildcard takes clients that come by IPv4
 * @param interfaceName the only network interface to serve, or null
 * @param maxSegmentBytes TCP's maximum segment size, or 0 for the system's
 * @param deferAcceptSeconds wait so long for data before a connection counts as one, or 0
 * @param fastOpenQueue connections that may come with data in their first packet, or 0
 * @param unixFile permissions of a UNIX socket's file, or null for the system's
 * @param keepAlive whether accepted sockets probe an idle peer
 * @param quickAck whether acknowledgements are sent at once; false lets them travel with the answer
 * @param resetOnClose whether accepted sockets are closed by a reset
 */
public record ListenOptions(
    int backlog,
    int maxAccept,
    Ip4Clients ip4,
    @Nullable String interfaceName,
    int maxSegmentBytes,
    int deferAcceptSeconds,
    int fastOpenQueue,
    @Nullable UnixFile unixFile,
    boolean keepAlive,
    boolean quickAck,
    boolean resetOnClose) {

  /** What a listener has of which nobody said anything. */
  public static final ListenOptions DEFAULT =
      new ListenOptions(1024, 64, Ip4Clients.AS_SYSTEM, null, 0, 0, 0, null, false, true, false);

  /** Refuses what no socket can have. */
  public ListenOptions {
    if (backlog < 1 || maxAccept < 1) {
      throw new IllegalArgumentException("backlog and maxAccept are 1 at least");
    }
  }

  /** What an IPv6 wildcard does with IPv4. */
  public enum Ip4Clients {
    /** As {@code net.ipv6.bindv6only} says, which by default serves them. */
    AS_SYSTEM,
    /** They are served, and no other socket can have the port for IPv4. */
    SERVED,
    /** They are left to another socket. */
    REFUSED
  }

  /**
   * Permissions of a UNIX socket's file.
   *
   * @param mode permission bits, or -1
   * @param userId owner, or -1
   * @param groupId group, or -1
   */
  public record UnixFile(int mode, int userId, int groupId) {}
}
