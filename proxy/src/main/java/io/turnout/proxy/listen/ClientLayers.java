package io.turnout.proxy.listen;

import io.turnout.core.conn.Connection;
import io.turnout.proxy.config.rule.ExpectedHeaders;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the connections of one {@code bind} line are made of, by what rules say of each of them. */
public final class ClientLayers {
  private final Map<ExpectedHeaders, Layers> ways;
  private final Layers usual;
  private final @Nullable AcceptRules rules;

  /**
   * For one line.
   *
   * @param ways for all that rules may expect, {@link ExpectedHeaders#NOTHING} among it. They
   *     differ in what is spoken first
   * @param rules or null if there are none
   */
  public ClientLayers(Map<ExpectedHeaders, Layers> ways, @Nullable AcceptRules rules) {
    this.ways = Map.copyOf(ways);
    this.usual = Objects.requireNonNull(ways.get(ExpectedHeaders.NOTHING));
    this.rules = rules;
  }

  /** Without rules. */
  public static ClientLayers always(Layers layers) {
    return new ClientLayers(Map.of(ExpectedHeaders.NOTHING, layers), null);
  }

  /** Those of a connection of which rules say nothing. */
  Layers usual() {
    return usual;
  }

  /** Those of a connection that was just accepted, or null if rules refuse it. */
  @Nullable Layers of(Connection accepted) {
    AcceptRules asked = rules;
    if (asked == null) {
      return usual;
    }
    ExpectedHeaders expected = asked.expectedOf(accepted);
    return expected == null ? null : Objects.requireNonNull(ways.get(expected));
  }
}
