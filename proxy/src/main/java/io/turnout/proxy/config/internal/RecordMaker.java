package io.turnout.proxy.config.internal;

import io.turnout.core.address.Address;
import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.BackendOptions;
import io.turnout.proxy.config.BindConfig;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.FrontendOptions;
import io.turnout.proxy.config.GlobalConfig;
import io.turnout.proxy.config.GlobalConfig.LogHostName;
import io.turnout.proxy.config.LogConfig;
import io.turnout.proxy.config.LogTargetConfig;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.config.ServerConfig;
import io.turnout.proxy.config.SpliceConfig;
import io.turnout.proxy.config.SyslogFormat;
import io.turnout.proxy.config.TimeoutsConfig;
import io.turnout.proxy.config.TuningConfig;
import io.turnout.proxy.config.internal.keyword.BindDraft;
import io.turnout.proxy.config.internal.keyword.GlobalDraft;
import io.turnout.proxy.config.internal.keyword.ProxyDraft;
import io.turnout.proxy.config.internal.keyword.ProxyOption;
import io.turnout.proxy.config.internal.keyword.ProxySettings;
import io.turnout.proxy.config.internal.keyword.ServerDraft;
import io.turnout.proxy.config.internal.keyword.TimeoutKind;
import io.turnout.proxy.config.internal.text.ParsedAddress;
import io.turnout.proxy.config.internal.text.ParsedAddress.PortPart;
import io.turnout.proxy.config.rule.ConnectionRuleConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes records of drafts that were found right. */
final class RecordMaker {
  /** Id 1 is not given to proxies, as in HAProxy. */
  private static final int FIRST_PROXY_ID = 2;

  private final GlobalDraft global;
  private final SyslogFormat standardFormat;
  private final TransportMaker transports;

  private RecordMaker(GlobalDraft global) {
    this.global = global;
    this.transports = new TransportMaker(global.tls);
    this.standardFormat =
        global.hostName instanceof LogHostName.Omitted ? SyslogFormat.LOCAL : SyslogFormat.RFC3164;
  }

  static ProxyConfig make(Sections sections) {
    RecordMaker maker = new RecordMaker(sections.global());
    List<ProxyDraft> proxies = sections.proxies();
    FreeIds ids = new FreeIds(FIRST_PROXY_ID, proxies.stream().map(p -> p.id).toList());
    List<FrontendConfig> frontends = new ArrayList<>();
    List<BackendConfig> backends = new ArrayList<>();
    for (ProxyDraft proxy : proxies) {
      int id = ids.idOr(proxy.id);
      if (proxy.kind.hasClientSide()) {
        frontends.add(maker.frontend(proxy, id));
      }
      if (proxy.kind.hasServerSide()) {
        backends.add(maker.backend(proxy, id));
      }
    }
    return new ProxyConfig(maker.global(), frontends, backends, sections.traces().lines);
  }

  private GlobalConfig global() {
    TuningConfig tuning =
        new TuningConfig(
            global.bufferBytes,
            global.pipeBytes,
            global.maxPipes,
            global.maxAccept,
            global.epoll,
            global.poll,
            global.splice);
    return new GlobalConfig(
        global.maxConnections,
        global.threads,
        global.logs.stream().map(log -> log.finish(standardFormat)).toList(),
        global.logTag,
        global.hostName,
        tuning,
        global.pidFile,
        global.daemon,
        global.quiet,
        global.zeroWarning,
        global.description,
        global.node,
        global.hardStopAfterNanos,
        global.descriptorLimit);
  }

  private FrontendConfig frontend(ProxyDraft draft, int id) {
    ProxySettings settings = draft.settings;
    String backend = settings.defaultBackend;
    if (backend == null && draft.kind.hasServerSide()) {
      backend = draft.name;
    }
    return new FrontendConfig(
        draft.name,
        id,
        draft.position,
        draft.description,
        settings.disabled,
        binds(draft),
        settings.maxConnections,
        settings.backlog,
        backend,
        timeouts(settings),
        new FrontendOptions(
            settings.options.contains(ProxyOption.CLIENT_KEEP_ALIVE),
            settings.options.contains(ProxyOption.TCP_SMART_ACCEPT),
            settings.options.contains(ProxyOption.NO_LINGER),
            splice(settings)),
        connectionRules(settings),
        settings.requestRules.finish(),
        new LogConfig(
            logs(settings),
            settings.logFormat,
            settings.logTag,
            settings.uniqueIdFormat,
            settings.options.contains(ProxyOption.DONT_LOG_NULL),
            settings.options.contains(ProxyOption.DONT_LOG_NORMAL),
            settings.options.contains(ProxyOption.LOG_SEPARATE_ERRORS),
            settings.options.contains(ProxyOption.LOG_ASAP)));
  }

  private static List<ConnectionRuleConfig> connectionRules(ProxySettings settings) {
    return settings.connectionRules.stream()
        .map(rule ->
            new ConnectionRuleConfig(rule.position(), rule.action(), rule.finishedCondition()))
        .toList();
  }

  private BackendConfig backend(ProxyDraft draft, int id) {
    ProxySettings settings = draft.settings;
    return new BackendConfig(
        draft.name,
        id,
        draft.position,
        draft.description,
        settings.disabled,
        servers(draft),
        settings.balance,
        settings.retries,
        settings.redispatchInterval,
        timeouts(settings),
        new BackendOptions(
            settings.options.contains(ProxyOption.SERVER_KEEP_ALIVE),
            settings.options.contains(ProxyOption.TCP_SMART_CONNECT),
            settings.options.contains(ProxyOption.NO_LINGER),
            settings.options.contains(ProxyOption.ABORT_ON_CLOSE),
            settings.options.contains(ProxyOption.ALL_BACKUPS),
            splice(settings)),
        settings.requestRules.finish(),
        settings.responseRules.finish(),
        logs(settings),
        settings.logTag);
  }

  private List<BindConfig> binds(ProxyDraft draft) {
    FreeIds ids = new FreeIds(1, draft.binds.stream().map(b -> b.id).toList());
    List<BindConfig> binds = new ArrayList<>();
    for (BindDraft bind : draft.binds) {
      for (Address address : bind.addresses) {
        binds.add(bind(bind, address, ids.idOr(bind.id)));
      }
    }
    return binds;
  }

  private BindConfig bind(BindDraft draft, Address address, int id) {
    return new BindConfig(
        id,
        draft.name,
        draft.position,
        address,
        draft.maxConnections,
        draft.backlog,
        new BindConfig.SocketOptions(
            draft.interfaceName,
            draft.maxSegmentBytes,
            draft.deferAccept,
            draft.fastOpen,
            draft.v4v6,
            draft.v6only),
        new BindConfig.UnixFile(draft.mode, draft.uid, draft.gid, draft.user, draft.group),
        transports.of(draft),
        draft.proto);
  }

  private List<ServerConfig> servers(ProxyDraft draft) {
    FreeIds ids = new FreeIds(1, draft.servers.stream().map(s -> s.id).toList());
    return draft.servers.stream().map(server -> server(server, ids.idOr(server.id))).toList();
  }

  private ServerConfig server(ServerDraft draft, int id) {
    ParsedAddress address = Objects.requireNonNull(draft.address, "a server has an address");
    int port = address.port() instanceof PortPart.Range range ? range.low() : 0;
    int offset = address.port() instanceof PortPart.Offset(int difference) ? difference : 0;
    return new ServerConfig(
        draft.name,
        id,
        draft.position,
        address.withPort(port),
        address.wildcard(),
        address.isIp() && port == 0,
        offset,
        draft.settings.weight,
        draft.settings.maxConnections,
        draft.settings.backup,
        draft.settings.disabled,
        transports.of(draft.settings, address.withPort(port)),
        draft.settings.proto);
  }

  private List<LogTargetConfig> logs(ProxySettings settings) {
    List<LogTargetConfig> logs = new ArrayList<>();
    if (settings.logsOfGlobal) {
      global.logs.forEach(log -> logs.add(log.finish(standardFormat)));
    }
    settings.logs.forEach(log -> logs.add(log.finish(standardFormat)));
    return logs;
  }

  private static SpliceConfig splice(ProxySettings settings) {
    return new SpliceConfig(
        settings.options.contains(ProxyOption.SPLICE_AUTO),
        settings.options.contains(ProxyOption.SPLICE_REQUEST),
        settings.options.contains(ProxyOption.SPLICE_RESPONSE));
  }

  private static TimeoutsConfig timeouts(ProxySettings settings) {
    Map<TimeoutKind, Long> nanos = settings.timeoutNanos;
    long connect = nanos.getOrDefault(TimeoutKind.CONNECT, 0L);
    long queue = nanos.getOrDefault(TimeoutKind.QUEUE, 0L);
    return new TimeoutsConfig(
        connect,
        nanos.getOrDefault(TimeoutKind.CLIENT, 0L),
        nanos.getOrDefault(TimeoutKind.SERVER, 0L),
        queue != 0 ? queue : connect,
        nanos.getOrDefault(TimeoutKind.TUNNEL, 0L),
        nanos.getOrDefault(TimeoutKind.CLIENT_FIN, 0L),
        nanos.getOrDefault(TimeoutKind.SERVER_FIN, 0L),
        nanos.getOrDefault(TimeoutKind.CLIENT_HS, 0L),
        nanos.getOrDefault(TimeoutKind.CHECK, 0L));
  }
}
