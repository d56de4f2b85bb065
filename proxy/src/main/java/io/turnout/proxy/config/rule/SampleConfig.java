package io.turnout.proxy.config.rule;

import java.util.List;

/**
 * A value of a stream.
 *
 * @param fetch where it comes from
 * @param converters what is done with it, in order
 */
public record SampleConfig(FetchConfig fetch, List<Converter> converters) {
  /** Copies the list. */
  public SampleConfig {
    converters = List.copyOf(converters);
  }
}
