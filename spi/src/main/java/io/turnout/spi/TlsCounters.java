package io.turnout.spi;

import java.util.Map;

/**
 * How handshakes ended, since the context was made.
 *
 * @param full those that agreed on a new session
 * @param resumed those that resumed one
 * @param failed the others, by reason; a reason that never was is left out
 */
public record TlsCounters(long full, long resumed, Map<TlsFailure, Long> failed) {
  /** Copies the map. */
  public TlsCounters {
    failed = Map.copyOf(failed);
  }
}
