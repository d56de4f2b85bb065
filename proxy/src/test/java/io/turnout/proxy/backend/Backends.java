package io.turnout.proxy.backend;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.BackendOptions;
import io.turnout.proxy.config.Balance;
import io.turnout.proxy.config.ServerConfig;
import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.SpliceConfig;
import io.turnout.proxy.config.TimeoutsConfig;
import io.turnout.proxy.config.TransportConfig;
import io.turnout.proxy.config.rule.ContentRulesConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Backends to test with, and short ways to use them. */
final class Backends {
  static final Address CLIENT = new Ip4Address(0x7f000001, 40000);
  private static final SourcePosition POSITION = new SourcePosition("test.cfg", 1);

  private Backends() {}

  static Backend backend(Balance balance, ServerConfig... servers) {
    return backend(balance, false, servers);
  }

  static Backend backend(Balance balance, boolean allBackups, ServerConfig... servers) {
    SpliceConfig splice = new SpliceConfig(false, false, false);
    BackendConfig config =
        new BackendConfig(
            "be",
            2,
            POSITION,
            null,
            false,
            List.of(servers),
            balance,
            3,
            0,
            new TimeoutsConfig(0, 0, 0, 0, 0, 0, 0, 0, 0),
            new BackendOptions(false, false, false, false, allBackups, splice),
            ContentRulesConfig.NONE,
            ContentRulesConfig.NONE,
            List.of(),
            null);
    return new Backend(config, new SplittableRandom(42));
  }

  static ServerConfig server(String name, int weight) {
    return server(name, weight, 0, false, false);
  }

  static ServerConfig limited(String name, int maxConnections) {
    return server(name, 1, maxConnections, false, false);
  }

  static ServerConfig disabled(String name) {
    return server(name, 1, 0, false, true);
  }

  static ServerConfig backup(String name) {
    return server(name, 1, 0, true, false);
  }

  /** The id is the number in the name: s3 has 3. */
  static ServerConfig server(
      String name, int weight, int maxConnections, boolean backup, boolean disabled) {
    int id = Integer.parseInt(name.substring(1));
    return new ServerConfig(
        name,
        id,
        POSITION,
        CLIENT,
        false,
        false,
        0,
        weight,
        maxConnections,
        backup,
        disabled,
        TransportConfig.PLAIN,
        null);
  }

  /** A request that hears of nothing. */
  static ServerRequest request() {
    return request(CLIENT);
  }

  static ServerRequest request(Address client) {
    return new ServerRequest(() -> {}, client);
  }

  /** Takes a slot and keeps it. */
  static ServerRequest hold(Backend backend) {
    ServerRequest request = request();
    backend.assign(request, null);
    return request;
  }

  /** The names of servers that requests got one after the other, each released at once. */
  static List<String> inTurn(Backend backend, int requests) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      ServerRequest request = hold(backend);
      names.add(nameOf(request));
      backend.release(request);
    }
    return names;
  }

  /** How many requests each server got, all held until the end. */
  static Map<String, Integer> held(Backend backend, int requests) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < requests; i++) {
      counts.merge(nameOf(hold(backend)), 1, Integer::sum);
    }
    return counts;
  }

  static String nameOf(ServerRequest request) {
    Server server = request.server();
    return server == null ? "-" : server.name();
  }

  static Server named(Backend backend, String name) {
    return backend.servers().stream()
        .filter(server -> server.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
