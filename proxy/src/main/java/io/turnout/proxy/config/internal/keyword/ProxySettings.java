package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.Balance;
import io.turnout.proxy.config.LogFormatConfig;
import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.internal.rule.RuleDraft;
import io.turnout.proxy.config.internal.rule.RuleListDraft;
import io.turnout.proxy.config.rule.ConnectionActionConfig;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a proxy inherits from a {@code defaults} section, with HAProxy's defaults. */
public final class ProxySettings {
  public final Set<ProxyOption> options = EnumSet.noneOf(ProxyOption.class);
  public final Map<TimeoutKind, Long> timeoutNanos = new EnumMap<>(TimeoutKind.class);
  public final List<LogDraft> logs = new ArrayList<>();
  public boolean logsOfGlobal;
  public LogFormatConfig logFormat = new LogFormatConfig.Brief();
  public @Nullable String logTag;
  public LogFormatConfig.@Nullable Custom uniqueIdFormat;
  public Balance balance = new Balance.Random(2);
  public int retries = 3;
  public int redispatchInterval;
  public int maxConnections;
  public int backlog;
  public @Nullable String defaultBackend;
  public @Nullable SourcePosition defaultBackendPosition;
  public boolean disabled;

  /** True if a line was wrong, so that what is missing may only have been refused. */
  public boolean broken;

  public ServerSettings server = new ServerSettings();
  public final List<RuleDraft<ConnectionActionConfig>> connectionRules = new ArrayList<>();
  public RuleListDraft requestRules = new RuleListDraft();
  public RuleListDraft responseRules = new RuleListDraft();

  /** An independent copy. */
  public ProxySettings copy() {
    ProxySettings copy = new ProxySettings();
    copy.options.addAll(options);
    copy.timeoutNanos.putAll(timeoutNanos);
    copy.logs.addAll(logs);
    copy.logsOfGlobal = logsOfGlobal;
    copy.logFormat = logFormat;
    copy.logTag = logTag;
    copy.uniqueIdFormat = uniqueIdFormat;
    copy.balance = balance;
    copy.retries = retries;
    copy.redispatchInterval = redispatchInterval;
    copy.maxConnections = maxConnections;
    copy.backlog = backlog;
    copy.defaultBackend = defaultBackend;
    copy.defaultBackendPosition = defaultBackendPosition;
    copy.disabled = disabled;
    copy.broken = broken;
    copy.server = server.copy();
    copy.connectionRules.addAll(connectionRules);
    copy.requestRules = requestRules.copy();
    copy.responseRules = responseRules.copy();
    return copy;
  }
}
