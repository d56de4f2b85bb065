package io.turnout.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The plugins of one kind that were found, by name.
 *
 * @param usable those that can be used, in the order of their names
 * @param problems what is wrong with the others, for people
 */
public record Plugins<P extends Provider>(List<Plugin<P>> usable, List<String> problems) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  /** Copies both lists. */
  public Plugins {
    usable = List.copyOf(usable);
    problems = List.copyOf(problems);
  }

  /** Muxes. */
  public static Plugins<MuxProvider> muxes() {
    return scan("mux", ServiceLoader.load(MuxProvider.class));
  }

  /** Transports. */
  public static Plugins<XprtProvider> xprts() {
    return scan("xprt", ServiceLoader.load(XprtProvider.class));
  }

  /** Dialogues before the data. */
  public static Plugins<HandshakeProvider> handshakes() {
    return scan("handshake", ServiceLoader.load(HandshakeProvider.class));
  }

  /** Transports that speak dialogues. */
  public static Plugins<HandshakeXprtProvider> handshakeXprts() {
    return scan("handshake xprt", ServiceLoader.load(HandshakeXprtProvider.class));
  }

  /** TLS. */
  public static Plugins<TlsProvider> tls() {
    return scan("tls", ServiceLoader.load(TlsProvider.class));
  }

  /** The one of that name. */
  public Optional<P> named(String name) {
    return usable.stream().filter(p -> p.name().equals(name)).map(Plugin::provider).findFirst();
  }

  /** The names, for messages. */
  public String names() {
    return String.join(", ", usable.stream().map(Plugin::name).toList());
  }

  /**
   * Takes what a loader finds, and goes on past what is broken.
   *
   * @param kind the word for messages
   */
  static <P extends Provider> Plugins<P> scan(String kind, ServiceLoader<P> loader) {
    List<Plugin<P>> usable = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    var found = loader.stream().iterator();
    // A loader that failed goes on with the next entry, unless it cannot look at all.
    for (var more = attempt(kind, problems, found::hasNext);
        more.orElse(!saysTheSameAgain(problems));
        more = attempt(kind, problems, found::hasNext)) {
      if (more.isPresent()) {
        attempt(kind, problems, found::next).ifPresent(e -> add(kind, e, usable, problems));
      }
    }
    usable.sort((a, b) -> a.name().compareTo(b.name()));
    return new Plugins<>(usable, problems);
  }

  private static boolean saysTheSameAgain(List<String> problems) {
    int count = problems.size();
    return count > 1 && problems.get(count - 1).equals(problems.get(count - 2));
  }

  private static <P extends Provider> void add(
      String kind, ServiceLoader.Provider<P> entry, List<Plugin<P>> usable, List<String> problems) {
    String origin = originOf(entry.type());
    String where = kind + " " + entry.type().getName() + " (" + origin + ")";
    attempt(
        where,
        problems,
        () -> {
          check(where, new Plugin<>(entry.get(), origin), usable, problems);
          return true;
        });
  }

  private static <P extends Provider> void check(
      String where, Plugin<P> plugin, List<Plugin<P>> usable, List<String> problems) {
    String name = plugin.name();
    int level = plugin.provider().level();
    if (!NAME.matcher(name).matches()) {
      problems.add(
          "%s %s: name '%s' is not allowed. Use lower-case letters, digits and '-'."
              .formatted(PluginErrorCode.BAD_NAME.id(), where, name));
    } else if (level < SpiLevel.OLDEST || level > SpiLevel.CURRENT) {
      problems.add(
          "%s %s: built for SPI level %d, this Turnout takes %d to %d. Take the plugin's %s version."
              .formatted(
                  PluginErrorCode.WRONG_LEVEL.id(),
                  where,
                  level,
                  SpiLevel.OLDEST,
                  SpiLevel.CURRENT,
                  level < SpiLevel.OLDEST ? "newer" : "older, or a newer Turnout's"));
    } else {
      usable.stream()
          .filter(other -> other.name().equals(name))
          .findFirst()
          .ifPresentOrElse(
              other ->
                  problems.add(
                      "%s %s: name '%s' is taken by %s (%s). Remove one of the two."
                          .formatted(
                              PluginErrorCode.NAME_TAKEN.id(),
                              where,
                              name,
                              other.provider().getClass().getName(),
                              other.origin())),
              () -> usable.add(plugin));
    }
  }

  private static <T> Optional<T> attempt(String what, List<String> problems, Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (ServiceConfigurationError | LinkageError | RuntimeException broken) {
      Throwable cause = broken.getCause() == null ? broken : broken.getCause();
      problems.add(
          "%s %s: cannot be loaded: %s. It is left out; repair or remove it."
              .formatted(PluginErrorCode.CANNOT_BE_LOADED.id(), what, cause));
      return Optional.empty();
    }
  }

  private static String originOf(Class<?> type) {
    var source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? type.getModule().toString()
        : source.getLocation().getPath();
  }
}
