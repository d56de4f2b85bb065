package io.turnout.proxy.backend;

import io.turnout.core.address.InheritedAddress;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import org.jspecify.annotations.Nullable;

/**
 * By a hash of the client's address: while the servers stay, a client stays with its server, and
 * waits for it if it is full. Clients that have no IP address are served in turn.
 */
final class SourceBalancer implements Balancer {
  private final Server[] servers;
  private final Balancer inTurn;
  private final int weights;

  SourceBalancer(Server[] servers) {
    this.servers = servers;
    this.inTurn = new RoundRobinBalancer(servers);
    int sum = 0;
    for (Server server : servers) {
      sum += server.weight();
    }
    this.weights = sum;
  }

  @Override
  public @Nullable Server pick(ServerRequest request, @Nullable Server avoid) {
    return switch (request.clientAddress()) {
      case Ip4Address ip4 -> at(mix(ip4.ip()), avoid);
      case Ip6Address ip6 -> at(mix(Long.hashCode(ip6.high() * 31 + ip6.low())), avoid);
      case UnixAddress _, InheritedAddress _ -> inTurn.pick(request, avoid);
    };
  }

  /**
   * The server at a point of a line on which each has a stretch as long as its weight. Without the
   * one to avoid the line is shorter, so that its clients spread over all the others.
   */
  private @Nullable Server at(int hash, @Nullable Server avoid) {
    int length = avoid == null ? weights : weights - avoid.weight();
    long left = Integer.toUnsignedLong(hash) * length >>> 32;
    for (Server server : servers) {
      if (server != avoid) {
        left -= server.weight();
        if (left < 0) {
          return server;
        }
      }
    }
    return avoid;
  }

  /** Spreads neighbouring addresses over all of the 32 bits. */
  private static int mix(int bits) {
    int mixed = (bits ^ bits >>> 16) * 0x7feb352d;
    mixed = (mixed ^ mixed >>> 15) * 0x846ca68b;
    return mixed ^ mixed >>> 16;
  }
}
