package io.turnout.proxy.stream;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.conn.Connection;
import io.turnout.proxy.config.ServerConfig;
import org.jspecify.annotations.Nullable;

/** Where a server is, some of which the client may have decided by where it connected to. */
final class ServerAddress {
  private ServerAddress() {}

  static Address of(ServerConfig server, Connection client) {
    Address via = server.transport().via();
    if (via != null) {
      return via;
    }
    if (!server.addressFromClient() && !server.portFromClient()) {
      return server.address();
    }
    Address destination = client.destination();
    Address host =
        server.addressFromClient() && destination != null ? destination : server.address();
    int port =
        server.portFromClient()
            ? portOf(destination) + server.portOffset()
            : portOf(server.address());
    return withPort(host, port & 0xffff);
  }

  private static int portOf(@Nullable Address address) {
    return switch (address) {
      case Ip4Address ip4 -> ip4.port();
      case Ip6Address ip6 -> ip6.port();
      case null, default -> 0;
    };
  }

  private static Address withPort(Address address, int port) {
    return switch (address) {
      case Ip4Address ip4 -> new Ip4Address(ip4.ip(), port);
      case Ip6Address ip6 -> new Ip6Address(ip6.high(), ip6.low(), port, ip6.scope());
      default -> address;
    };
  }
}
