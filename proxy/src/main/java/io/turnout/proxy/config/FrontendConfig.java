package io.turnout.proxy.config;

import io.turnout.proxy.config.rule.ConnectionRuleConfig;
import io.turnout.proxy.config.rule.ContentRulesConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client side of a {@code frontend} or {@code listen} section.
 *
 * @param name unique among frontends
 * @param id shared with the backend of the same {@code listen}, else unique
 * @param position of the section
 * @param description or null
 * @param disabled true if it must not be started
 * @param binds one per socket, in order; empty is allowed (and was warned of)
 * @param maxConnections {@code maxconn}; 0 is the process's
 * @param backlog {@code backlog}; 0 is {@code maxConnections}
 * @param defaultBackend name of an existing backend (a {@code listen}'s own unless it says
 *     otherwise), or null if none was given
 * @param timeouts those that concern clients
 * @param options switches
 * @param connectionRules {@code tcp-request connection}, in the order in which they are evaluated
 * @param requestRules {@code tcp-request content}
 * @param log what is logged, and where
 */
public record FrontendConfig(
    String name,
    int id,
    SourcePosition position,
    @Nullable String description,
    boolean disabled,
    List<BindConfig> binds,
    int maxConnections,
    int backlog,
    @Nullable String defaultBackend,
    TimeoutsConfig timeouts,
    FrontendOptions options,
    List<ConnectionRuleConfig> connectionRules,
    ContentRulesConfig requestRules,
    LogConfig log) {
  /** Copies the lists. */
  public FrontendConfig {
    binds = List.copyOf(binds);
    connectionRules = List.copyOf(connectionRules);
  }
}
