package io.turnout.spi;

import java.util.Map;

/**
 * How handshakes ended, and what became of the connections, since the context was made.
 *
 * @param full those that agreed on a new session
 * @param resumed those that resumed one
 * @param failed the others, by reason; a reason that never was is left out
 * @param broken connections that failed after their handshake, as {@code failed}
 */
public record TlsCounters(
    long full, long resumed, Map<TlsFailure, Long> failed, Map<TlsFailure, Long> broken) {
  /** Copies the maps. */
  public TlsCounters {
    failed = Map.copyOf(failed);
    broken = Map.copyOf(broken);
  }
}
