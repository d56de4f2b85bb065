package io.turnout.distribution;

import io.turnout.core.net.Pollers;
import io.turnout.proxy.ProxyParts;
import io.turnout.spi.Plugin;
import io.turnout.spi.Provider;
import io.turnout.spi.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code -v} and {@code -vv} tell. */
final class VersionReport {
  private static final String FEATURES =
      """

      Features:
        modes: tcp
        addresses: ipv4@ ipv6@ unix@ abns@ fd@
        splice between sockets\
      """;

  private VersionReport() {}

  static String brief() {
    Build build = Build.read();
    return """
    Turnout version %s
    Built for Java %s, running on %s (%s)
    System: %s %s %s\
    """
        .formatted(
            build.version(),
            build.release(),
            System.getProperty("java.runtime.version"),
            System.getProperty("java.vendor"),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"));
  }

  static String whole(ProxyParts parts) {
    return Stream.of(
            brief(),
            "\nPollers, the first that works is used:\n" + pollers(parts.pollers()),
            "\nMuxes ('proto' in the configuration):\n"
                + plugins(parts.muxes().usable(), mux -> "sides=" + sides(mux.sides())),
            "\nTransports:\n"
                + Stream.of(
                        plugins(parts.xprts().usable(), _ -> ""),
                        plugins(parts.handshakeXprts().usable(), _ -> ""),
                        plugins(parts.tls().usable(), _ -> ""))
                    .filter(list -> !list.isEmpty())
                    .collect(Collectors.joining("\n")),
            "\nHandshakes, spoken before the data:\n"
                + plugins(parts.handshakes().usable(), spoken -> "sides=" + sides(spoken.sides())),
            FEATURES,
            parts.pluginProblems().isEmpty() ? "" : "\nLeft out:\n" + problems(parts))
        .filter(section -> !section.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String pollers(List<String> allowed) {
    List<String> usable = allowed.stream().filter(Pollers::available).toList();
    return lines(
        Pollers.names().stream()
            .map(name -> "%-10s %s".formatted(name, state(name, allowed, usable))));
  }

  private static String state(String poller, List<String> allowed, List<String> usable) {
    if (!allowed.contains(poller)) {
      return "switched off";
    } else if (!usable.contains(poller)) {
      return "not available";
    }
    return poller.equals(usable.get(0)) ? "available, used" : "available";
  }

  private static <P extends Provider> String plugins(
      List<Plugin<P>> plugins, Function<P, String> traits) {
    return lines(
        plugins.stream()
            .map(plugin ->
                "%-13s %-18s %s"
                    .formatted(
                        plugin.name(),
                        traits.apply(plugin.provider()),
                        "from " + Path.of(plugin.origin()).getFileName())));
  }

  private static String sides(Set<Side> sides) {
    return sides.stream()
        .sorted()
        .map(side -> side.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }

  private static String problems(ProxyParts parts) {
    return lines(parts.pluginProblems().stream());
  }

  private static String lines(Stream<String> entries) {
    return entries.map(entry -> "  " + entry.stripTrailing()).collect(Collectors.joining("\n"));
  }
}
