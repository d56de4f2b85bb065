package io.turnout.proxy.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that is spoken before the data: a PROXY header, SOCKS, STARTTLS.
 *
 * @param name of the plugin that speaks it
 * @param options as the plugin documents them; an option without a value has the value ""
 */
public record DialogueConfig(String name, Map<String, String> options) {
  /** Copies the map, in its order: fields of a header are sent in it. */
  public DialogueConfig {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }
}
