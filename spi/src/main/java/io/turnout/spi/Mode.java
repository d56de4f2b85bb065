package io.turnout.spi;

/** What a proxy's streams carry. */
public enum Mode {
  /** Bytes: {@code mode tcp}, the one that Turnout's proxy has. */
  TCP,
  /** HTTP messages, for those who embed muxes that make them. */
  HTTP
}
