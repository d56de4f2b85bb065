package io.turnout.benchmarks.tls;

import io.turnout.benchmarks.contender.Contender;
import io.turnout.benchmarks.contender.Ports;
import io.turnout.benchmarks.contender.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy with one TLS listener before a plain server, and one without TLS, by one configuration
 * for all.
 *
 * @param launcher of Turnout; null for HAProxy
 * @param engine of Turnout, in the words of its configuration; "" for HAProxy
 * @param probePort where the listener without TLS connects to
 */
record TlsContender(
    String name,
    @Nullable Path launcher,
    String engine,
    Path certificate,
    int connections,
    int probePort)
    implements Contender {
  static final String HAPROXY = "haproxy";

  static List<TlsContender> all(Path launcher, Path certificate, int connections, int probePort) {
    List<TlsContender> all = new ArrayList<>();
    all.add(new TlsContender(HAPROXY, null, "", certificate, connections, probePort));
    for (String engine : List.of("conscrypt", "jdk")) {
      all.add(
          new TlsContender(
              "turnout-" + engine,
              launcher,
              "tls-engine " + engine,
              certificate,
              connections,
              probePort));
    }
    return all;
  }

  @Override
  public @Nullable String missing() {
    if (launcher == null) {
      return Programs.missing("haproxy", "haproxy");
    }
    return Files.isExecutable(launcher) ? null : "no " + launcher + "; build the distribution";
  }

  @Override
  public boolean splices() {
    return false;
  }

  boolean isJava() {
    return launcher != null;
  }

  @Override
  public List<String> command(Path directory, Ports ports) throws IOException {
    String text =
        """
        global
          nbthread 1
          maxconn %1$d

        defaults
          mode tcp
          timeout connect 10s
          timeout client 1h
          timeout server 1h

        listen tls
          bind 127.0.0.1:%2$d ssl crt %3$s %4$s
          server origin 127.0.0.1:%5$d

        listen plain
          bind 127.0.0.1:%6$d
          server probe 127.0.0.1:%7$d
        """;
    Path file =
        Files.writeString(
            directory.resolve("proxy.cfg"),
            text.formatted(
                connections,
                ports.plain(),
                certificate,
                engine,
                ports.origin(),
                ports.second(),
                probePort));
    return launcher == null
        ? List.of(Programs.find(HAPROXY), "-db", "-f", file.toString())
        : List.of(launcher.toString(), "-f", file.toString());
  }
}
