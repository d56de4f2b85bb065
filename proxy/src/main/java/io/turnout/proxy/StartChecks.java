package io.turnout.proxy;

import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.BindConfig;
import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.LogConfig;
import io.turnout.proxy.config.LogFormatConfig;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.config.ProxyErrorCode;
import io.turnout.proxy.config.ServerConfig;
import io.turnout.proxy.config.TraceConfig;
import io.turnout.proxy.config.internal.text.NearestWord;
import io.turnout.proxy.config.rule.ContentRuleConfig;
import io.turnout.proxy.config.rule.ContentRulesConfig;
import io.turnout.proxy.config.rule.RuleActionConfig.StartTls;
import io.turnout.proxy.config.rule.RuleActionConfig.SwitchMux;
import io.turnout.proxy.log.LogFormat;
import io.turnout.proxy.log.LogFormatException;
import io.turnout.proxy.log.LogIdentity;
import io.turnout.spi.Mode;
import io.turnout.spi.Muxes;
import io.turnout.spi.Side;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a configuration can only be checked with the plugins at hand, before anything is opened.
 */
final class StartChecks {
  private final Muxes muxes;
  private final LogIdentity identity;
  private final Set<ContentRuleConfig> seen = new HashSet<>();
  private final Set<LogFormatConfig> read = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  private StartChecks(Muxes muxes, LogIdentity identity) {
    this.muxes = muxes;
    this.identity = identity;
  }

  /**
   * Notes what is wrong.
   *
   * @param traces with every source that a proxy with these plugins has
   * @param identity who tells in formats of logs
   */
  static List<String> problems(
      ProxyConfig config, Muxes muxes, Traces traces, LogIdentity identity) {
    StartChecks checks = new StartChecks(muxes, identity);
    checks.listeners(config);
    for (FrontendConfig frontend : config.frontends()) {
      for (BindConfig bind : frontend.binds()) {
        checks.mux(bind.proto(), Side.FRONT, "bind, " + bind.position());
      }
      checks.formats(frontend.log());
      checks.rules(frontend.requestRules(), Side.FRONT, "tcp-request");
      checks.tlsToStart(frontend.requestRules(), List.of(frontend));
    }
    for (BackendConfig backend : config.backends()) {
      for (ServerConfig server : backend.servers()) {
        String line = "server " + server.name() + ", " + server.position();
        checks.mux(server.proto(), Side.BACK, line);
      }
      checks.rules(backend.requestRules(), Side.FRONT, "tcp-request");
      checks.tlsToStart(
          backend.requestRules(),
          config.frontends().stream()
              .filter(front -> backend.name().equals(front.defaultBackend()))
              .toList());
      checks.rules(backend.responseRules(), Side.BACK, "tcp-response");
    }
    config.traces().forEach(line -> checks.traceSource(line, traces));
    return checks.problems;
  }

  /** Nobody would ever hear from a proxy that does not listen, so it is no use to start it. */
  private void listeners(ProxyConfig config) {
    boolean any = config.frontends().stream().anyMatch(f -> !f.disabled() && !f.binds().isEmpty());
    if (!any) {
      problems.add(
          ConfigErrorCode.NO_LISTENER.id()
              + " there is no enabled listener, so there is nothing to start. Add a 'bind' line to a"
              + " 'frontend' or 'listen' section, or remove 'disabled' from one that has it.");
    }
  }

  private void traceSource(TraceConfig line, Traces traces) {
    List<String> names = new ArrayList<>(traces.sources().stream().map(TraceSource::name).toList());
    names.add(TraceConfig.ALL);
    if (!names.contains(line.source())) {
      problems.add(
          "%s trace source '%s' (%s): there is no such source.%s Available: %s. Correct the name, or add its plugin to the image."
              .formatted(
                  ProxyErrorCode.NO_TRACE_SOURCE.id(),
                  line.source(),
                  line.position(),
                  NearestWord.hint(line.source(), names),
                  String.join(", ", names)));
    }
  }

  private void formats(LogConfig log) {
    if (log.format() instanceof LogFormatConfig.Custom format) {
      format("log-format", format);
    }
    if (log.uniqueId() != null) {
      format("unique-id-format", log.uniqueId());
    }
  }

  /** Each once: those of defaults come with every section that inherits them. */
  private void format(String keyword, LogFormatConfig.Custom format) {
    if (!read.add(format)) {
      return;
    }
    try {
      LogFormat.compile(format.text(), identity);
    } catch (LogFormatException wrong) {
      problems.add(
          "%s %s (%s): %s."
              .formatted(
                  ProxyErrorCode.BAD_LOG_FORMAT.id(),
                  keyword,
                  format.position(),
                  wrong.getMessage()));
    }
  }

  /** A listen section's rules come twice, and so do those of defaults. */
  private void rules(ContentRulesConfig rules, Side side, String keyword) {
    for (ContentRuleConfig rule : rules.rules()) {
      if (rule.action() instanceof SwitchMux(String name) && seen.add(rule)) {
        mux(name, side, keyword + " content switch-mux, " + rule.position());
      }
    }
  }

  private void tlsToStart(ContentRulesConfig rules, List<FrontendConfig> fronts) {
    boolean ready =
        fronts.stream()
            .flatMap(front -> front.binds().stream())
            .allMatch(bind -> bind.transport().later());
    for (ContentRuleConfig rule : rules.rules()) {
      if (rule.action() instanceof StartTls && !ready && seen.add(rule)) {
        problems.add(
            "%s tcp-request content start-tls (%s): a bind line of clients that it is for has no TLS to start. Add 'starttls rule crt <file>' to each."
                .formatted(ProxyErrorCode.NO_TLS_TO_START.id(), rule.position()));
      }
    }
  }

  private void mux(@Nullable String proto, Side side, String line) {
    String name = proto == null ? Muxes.DEFAULT : proto;
    String refusal = muxes.refusal(name, side, Mode.TCP);
    if (refusal != null) {
      boolean unknown = !muxes.all().contains(name);
      String hint = unknown ? NearestWord.hint(name, muxes.all()) : "";
      problems.add(
          "%s mux '%s' (%s): %s.%s"
              .formatted(ProxyErrorCode.WRONG_MUX.id(), name, line, refusal, hint));
    }
  }
}
