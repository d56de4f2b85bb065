package io.turnout.proxy.config;

import io.turnout.proxy.config.rule.ContentRulesConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server side of a {@code backend} or {@code listen} section.
 *
 * @param name unique among backends
 * @param id shared with the frontend of the same {@code listen}, else unique
 * @param position of the section
 * @param description or null
 * @param disabled true if it must not be started
 * @param servers in the order of the file; may be empty (and was warned of)
 * @param balance how a server is picked
 * @param retries attempts after the first that failed
 * @param redispatchInterval {@code option redispatch}: 0 never picks another server; N > 0 does on
 *     every Nth retry; -N does on the Nth retry before the last (-1: on the last)
 * @param timeouts those that concern servers
 * @param options switches
 * @param requestRules {@code tcp-request content}
 * @param responseRules {@code tcp-response content}
 * @param logs where server events go
 * @param logTag or null for the process's
 */
public record BackendConfig(
    String name,
    int id,
    SourcePosition position,
    @Nullable String description,
    boolean disabled,
    List<ServerConfig> servers,
    Balance balance,
    int retries,
    int redispatchInterval,
    TimeoutsConfig timeouts,
    BackendOptions options,
    ContentRulesConfig requestRules,
    ContentRulesConfig responseRules,
    List<LogTargetConfig> logs,
    @Nullable String logTag) {
  /** Copies the lists. */
  public BackendConfig {
    servers = List.copyOf(servers);
    logs = List.copyOf(logs);
  }
}
