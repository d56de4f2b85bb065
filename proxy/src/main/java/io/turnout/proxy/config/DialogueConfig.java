package io.turnout.proxy.config;

import java.util.Map;

/**
 * Something that is spoken before the data: a PROXY header, SOCKS, STARTTLS.
 *
 * @param name of the plugin that speaks it
 * @param options as the plugin documents them; an option without a value has the value ""
 */
public record DialogueConfig(String name, Map<String, String> options) {
  /** Copies the map. */
  public DialogueConfig {
    options = Map.copyOf(options);
  }
}
