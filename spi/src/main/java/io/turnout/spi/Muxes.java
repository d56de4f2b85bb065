package io.turnout.spi;

import io.turnout.core.conn.MuxFactory;
import io.turnout.core.trace.Traces;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The muxes of one instance of Turnout: one factory for each provider, and how one is chosen.
 *
 * <p><b>Thread:</b> any, once made.
 */
public final class Muxes {
  /** The mux that is taken where nothing else is asked for. */
  public static final String DEFAULT = "pt";

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * Makes the factories.
   *
   * @param providers what was found
   * @param traces where their trace sources are kept
   */
  public Muxes(Plugins<MuxProvider> providers, Traces traces) {
    for (Plugin<MuxProvider> plugin : providers.usable()) {
      MuxProvider provider = plugin.provider();
      entries.put(provider.name(), new Entry(provider, provider.newFactory(traces)));
    }
  }

  /**
   * The mux of a name, if it serves that side and mode; see {@link #refusal} for why it is empty.
   *
   * @param name as the configuration has it
   */
  public Optional<MuxFactory> named(String name, Side side, Mode mode) {
    Entry entry = entries.get(name);
    return entry != null && entry.provider.serves(side, mode)
        ? Optional.of(entry.factory)
        : Optional.empty();
  }

  /**
   * Chooses a mux as HAProxy does: by name if one is given; else by the protocol that a TLS
   * handshake agreed on; else the default.
   *
   * @param name from the configuration, or null
   * @param alpn what was agreed on, or ""
   * @return empty if the name is unknown or its mux does not serve there, or there is no default
   */
  public Optional<MuxFactory> choose(@Nullable String name, String alpn, Side side, Mode mode) {
    if (name != null) {
      return named(name, side, mode);
    }
    if (!alpn.isEmpty()) {
      for (Entry entry : entries.values()) {
        if (entry.provider.alpn().equals(alpn) && entry.provider.serves(side, mode)) {
          return Optional.of(entry.factory);
        }
      }
    }
    return named(DEFAULT, side, mode);
  }

  /**
   * Why a mux cannot be had there, for people.
   *
   * @return null if it can
   */
  public @Nullable String refusal(String name, Side side, Mode mode) {
    Entry entry = entries.get(name);
    if (entry == null) {
      return "no such mux. Available: %s. Add its plugin, or correct the name".formatted(names());
    }
    if (!entry.provider.sides().contains(side)) {
      return "it does not serve the %s side. Choose another mux"
          .formatted(side == Side.FRONT ? "client" : "server");
    }
    if (!entry.provider.modes().contains(mode)) {
      return "it does not serve mode %s. Choose another mux"
          .formatted(mode.name().toLowerCase(Locale.ROOT));
    }
    return null;
  }

  /** All names, for messages. */
  public String names() {
    return entries.isEmpty() ? "none" : String.join(", ", entries.keySet());
  }

  /** All names, in the order of their providers. */
  public Set<String> all() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  private record Entry(MuxProvider provider, MuxFactory factory) {}
}
