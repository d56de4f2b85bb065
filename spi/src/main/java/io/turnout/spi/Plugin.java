package io.turnout.spi;

/**
 * A provider that was found.
 *
 * @param provider the provider
 * @param origin the jar or directory that it came from
 */
public record Plugin<P extends Provider>(P provider, String origin) {
  /** Its name in the configuration. */
  public String name() {
    return provider.name();
  }
}
