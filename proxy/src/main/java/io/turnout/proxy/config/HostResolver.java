package io.turnout.proxy.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name while a configuration is read. */
@FunctionalInterface
public interface HostResolver {
  /** Asks the system. */
  HostResolver SYSTEM =
      host -> {
        try {
          return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
          return List.of();
        }
      };

  /**
   * The addresses of a host, best first; empty if there is none.
   *
   * @param host a name, never a literal address
   */
  List<InetAddress> resolve(String host);
}
