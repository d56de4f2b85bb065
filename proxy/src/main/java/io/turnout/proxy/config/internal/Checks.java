package io.turnout.proxy.config.internal;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.LogFormatConfig;
import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.internal.keyword.ProxyDraft;
import io.turnout.proxy.config.internal.keyword.ServerDraft;
import io.turnout.proxy.config.internal.keyword.TimeoutKind;
import io.turnout.proxy.config.internal.text.NearestWord;
import io.turnout.proxy.config.internal.text.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What only shows when all sections are known. */
final class Checks {
  private final Sections sections;
  private final Problems problems;

  private Checks(Sections sections, Problems problems) {
    this.sections = sections;
    this.problems = problems;
  }

  static void run(Sections sections, Problems problems) {
    Checks checks = new Checks(sections, problems);
    checks.proxyNames();
    checks.proxyIds();
    for (ProxyDraft proxy : sections.proxies()) {
      checks.servers(proxy);
      if (!proxy.settings.disabled) {
        checks.active(proxy);
      }
    }
    checks.rules();
    EffectChecks.run(sections.proxies(), problems);
    sections.defaults().warnOfMixedUse(problems);
  }

  private void rules() {
    RuleChecks rules = new RuleChecks(problems);
    sections.proxies().forEach(rules::proxy);
    sections.defaults().all().forEach(defaults -> rules.defaults(defaults, sections.proxies()));
  }

  private void active(ProxyDraft proxy) {
    if (proxy.kind.hasClientSide()) {
      defaultBackend(proxy);
    }
    if (!proxy.settings.broken) {
      complete(proxy);
    }
  }

  private void complete(ProxyDraft proxy) {
    if (proxy.kind.hasClientSide()) {
      binds(proxy);
      logFormat(proxy);
    }
    if (proxy.kind.hasServerSide()) {
      hasServers(proxy);
    }
    timeouts(proxy);
  }

  /** A frontend and a backend may share a name; two of a side may not. */
  private void proxyNames() {
    Map<String, ProxyDraft> clientSides = new HashMap<>();
    Map<String, ProxyDraft> serverSides = new HashMap<>();
    for (ProxyDraft proxy : sections.proxies()) {
      if (proxy.name.isEmpty()) {
        continue;
      }
      ProxyDraft client =
          proxy.kind.hasClientSide() ? clientSides.putIfAbsent(proxy.name, proxy) : null;
      ProxyDraft server =
          proxy.kind.hasServerSide() ? serverSides.putIfAbsent(proxy.name, proxy) : null;
      ProxyDraft other = client != null ? client : server;
      if (other != null) {
        problems.alert(
            ConfigErrorCode.DUPLICATE_PROXY,
            proxy.position,
            proxy.title()
                + " has the name of "
                + other.title()
                + " at "
                + other.position
                + ". Rename one.");
      }
    }
  }

  private void proxyIds() {
    Map<Integer, ProxyDraft> byId = new HashMap<>();
    for (ProxyDraft proxy : sections.proxies()) {
      ProxyDraft other = proxy.id == 0 ? null : byId.putIfAbsent(proxy.id, proxy);
      if (other != null) {
        problems.alert(
            ConfigErrorCode.DUPLICATE_ID,
            proxy.idPosition,
            "'id': "
                + proxy.id
                + " is already the id of "
                + other.title()
                + " at "
                + other.idPosition
                + ".");
      }
    }
  }

  private void servers(ProxyDraft proxy) {
    Map<String, SourcePosition> names = new HashMap<>();
    Map<Integer, SourcePosition> ids = new HashMap<>();
    for (ServerDraft server : proxy.servers) {
      SourcePosition sameName = names.putIfAbsent(server.name, server.position);
      if (sameName != null) {
        problems.alert(
            ConfigErrorCode.DUPLICATE_SERVER,
            server.position,
            "'server "
                + server.name
                + "': "
                + proxy.title()
                + " already has a server of this name at "
                + sameName
                + ". Rename one.");
      }
      SourcePosition sameId = server.id == 0 ? null : ids.putIfAbsent(server.id, server.position);
      if (sameId != null) {
        problems.alert(
            ConfigErrorCode.DUPLICATE_ID,
            server.position,
            "'server "
                + server.name
                + " id': "
                + server.id
                + " is already used at "
                + sameId
                + ".");
      }
    }
  }

  private void binds(ProxyDraft proxy) {
    if (proxy.binds.isEmpty()) {
      problems.warn(
          ConfigErrorCode.NO_BIND,
          proxy.position,
          proxy.title()
              + " has no 'bind' line, so nothing can connect to it. Add one, or make it a"
              + " backend.");
    }
  }

  private void defaultBackend(ProxyDraft proxy) {
    String wanted = proxy.settings.defaultBackend;
    List<String> backends =
        sections.proxies().stream()
            .filter(p -> p.kind.hasServerSide() && !p.name.isEmpty())
            .map(p -> p.name)
            .distinct()
            .toList();
    if (wanted == null || backends.contains(wanted) || !sections.complete()) {
      return;
    }
    SourcePosition position = proxy.settings.defaultBackendPosition;
    boolean isFrontend = sections.proxies().stream().anyMatch(p -> p.name.equals(wanted));
    problems.alert(
        ConfigErrorCode.UNKNOWN_BACKEND,
        position == null ? proxy.position : position,
        "'default_backend': "
            + proxy.title()
            + " wants the backend '"
            + wanted
            + "', which "
            + (isFrontend ? "is a frontend." : "does not exist.")
            + NearestWord.hint(wanted, backends)
            + " Allowed: "
            + (backends.isEmpty() ? "none, since there is no backend" : String.join(", ", backends))
            + ".");
  }

  private void logFormat(ProxyDraft proxy) {
    boolean logs =
        !proxy.settings.logs.isEmpty()
            || sections.global().broken
            || proxy.settings.logsOfGlobal && !sections.global().logs.isEmpty();
    if (!logs && !(proxy.settings.logFormat instanceof LogFormatConfig.Brief)) {
      problems.warn(
          ConfigErrorCode.LOG_FORMAT_UNUSED,
          proxy.position,
          proxy.title()
              + " has a log format but nowhere to log to. Add 'log global' (and a 'log' line"
              + " in the global section) or a 'log' line.");
    }
  }

  private void hasServers(ProxyDraft proxy) {
    boolean forwardsElsewhere =
        proxy.kind.hasClientSide()
            && proxy.settings.defaultBackend != null
            && !proxy.settings.defaultBackend.equals(proxy.name);
    if (proxy.servers.isEmpty() && !forwardsElsewhere) {
      problems.warn(
          ConfigErrorCode.NO_SERVER,
          proxy.position,
          proxy.title() + " has no 'server' line, so every connection to it fails.");
    }
  }

  private void timeouts(ProxyDraft proxy) {
    List<String> missing = new ArrayList<>();
    if (proxy.kind.hasClientSide()) {
      addMissing(proxy, TimeoutKind.CLIENT, missing);
    }
    if (proxy.kind.hasServerSide() && !proxy.servers.isEmpty()) {
      addMissing(proxy, TimeoutKind.CONNECT, missing);
      addMissing(proxy, TimeoutKind.SERVER, missing);
    }
    if (!missing.isEmpty()) {
      problems.warn(
          ConfigErrorCode.MISSING_TIMEOUTS,
          proxy.position,
          "missing timeouts for "
              + proxy.title()
              + ": "
              + String.join(", ", missing)
              + ". Without them, dead connections stay for ever. Set each to more than 0.");
    }
  }

  private static void addMissing(ProxyDraft proxy, TimeoutKind kind, List<String> missing) {
    if (proxy.settings.timeoutNanos.getOrDefault(kind, 0L) == 0) {
      missing.add("'timeout " + kind.word() + "'");
    }
  }
}
