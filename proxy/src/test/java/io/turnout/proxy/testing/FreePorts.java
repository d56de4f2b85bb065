package io.turnout.proxy.testing;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.conn.Connection;
import io.turnout.core.net.ConnectOptions;
import io.turnout.core.net.ListenOptions;
import io.turnout.core.net.Listening;
import io.turnout.core.net.Network;
import io.turnout.core.net.SystemNetwork;
import io.turnout.core.trace.Traces;

/** The system's network, in which port 1 of a bind line is any free one: a line refuses port 0. */
public final class FreePorts implements Network {
  private final Network system;

  /** Opens what it opens with traces of an instance. */
  public FreePorts(Traces traces) {
    system = new SystemNetwork(traces);
  }

  @Override
  public Listening listen(Address address, ListenOptions options) {
    return system.listen(freePortOf(address), options);
  }

  @Override
  public void connect(Connection connection, Address remote, ConnectOptions options) {
    system.connect(connection, remote, options);
  }

  private static Address freePortOf(Address address) {
    return switch (address) {
      case Ip4Address ip4 when ip4.port() == 1 -> new Ip4Address(ip4.ip(), 0);
      case Ip6Address ip6 when ip6.port() == 1 ->
          new Ip6Address(ip6.high(), ip6.low(), 0, ip6.scope());
      default -> address;
    };
  }
}
