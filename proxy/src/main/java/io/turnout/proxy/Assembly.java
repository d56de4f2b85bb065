package io.turnout.proxy;

import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.buffer.PipeSource;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.net.ListenOptions;
import io.turnout.core.net.ListenOptions.Ip4Clients;
import io.turnout.core.net.Listening;
import io.turnout.core.net.NetworkException;
import io.turnout.core.net.Pollers;
import io.turnout.core.net.ProcessLimits;
import io.turnout.core.net.SystemPipes;
import io.turnout.core.trace.TraceSource;
import io.turnout.proxy.backend.Backend;
import io.turnout.proxy.backend.Server;
import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.BindConfig;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.GlobalConfig;
import io.turnout.proxy.config.LogConfig;
import io.turnout.proxy.config.LogFormatConfig;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.config.ProxyErrorCode;
import io.turnout.proxy.config.TuningConfig;
import io.turnout.proxy.listen.AcceptGate;
import io.turnout.proxy.listen.AcceptRules;
import io.turnout.proxy.listen.ClientLayers;
import io.turnout.proxy.listen.Frontend;
import io.turnout.proxy.listen.Layers;
import io.turnout.proxy.listen.Listener;
import io.turnout.proxy.log.AccessLogOption;
import io.turnout.proxy.log.AccessLogger;
import io.turnout.proxy.log.LogFormat;
import io.turnout.proxy.log.LogIdentity;
import io.turnout.proxy.log.LogOutput;
import io.turnout.proxy.log.LogTargetException;
import io.turnout.proxy.log.LogTargets;
import io.turnout.proxy.log.TraceTargets;
import io.turnout.proxy.stream.MuxSwaps;
import io.turnout.proxy.stream.Streams;
import io.turnout.spi.Muxes;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Makes the parts of a proxy from its configuration, and notes all that is wrong on the way. */
final class Assembly {
  private static final int NO_LIMIT = 1_000_000;

  private final ProxyConfig config;
  private final ProxyParts parts;
  private final @Nullable LoopFactory brought;
  private final Capacity capacity;
  private final AcceptGate gate;
  private final LogTargets logTargets = new LogTargets(UnixSender::new);
  private final TraceTargets traceTargets;
  private final TraceSwitches traceSwitches;
  private final TraceSource streamTrace;
  private final LogIdentity identity;
  private final Muxes muxes;
  private final MuxSwaps swaps;
  private final List<String> problems = new ArrayList<>();
  private final List<Frontend> frontends = new ArrayList<>();
  private final Map<String, Backend> backends = new LinkedHashMap<>();
  private final Map<Backend, LogOutput> backendLogs = new HashMap<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final List<EventLoop> loops = new ArrayList<>();
  private final List<Streams> streams = new ArrayList<>();
  private final List<Transports.SecuredLine> secured = new ArrayList<>();

  Assembly(ProxyConfig config, ProxyParts parts, @Nullable LoopFactory brought) {
    this.config = config;
    this.brought = brought;
    this.parts = parts;
    this.streamTrace = LayerSources.ofStreams(parts.traces());
    this.traceTargets =
        new TraceTargets(logTargets, parts.clock()::epochMillis, ZoneId.systemDefault());
    this.traceSwitches = new TraceSwitches(parts.traces(), traceTargets, problems);
    this.capacity = Capacity.of(config, ProcessLimits.descriptors());
    this.gate = new AcceptGate(capacity.maxConnections());
    this.identity = identityOf(config.global());
    this.muxes = new Muxes(parts.muxes(), parts.traces());
    this.swaps = new MuxSwaps(muxes);
  }

  /** Makes it all, or closes again what was opened and says what is wrong. */
  void assemble() {
    Transports transports = Transports.of(config, parts, muxes, identity);
    problems.addAll(StartChecks.problems(config, muxes, LayerSources.register(parts), identity));
    problems.addAll(transports.problems());
    secured.addAll(transports.secured());
    for (BackendConfig backend : config.backends()) {
      Backend made = new Backend(backend);
      backends.put(backend.name(), made);
      if (problems.isEmpty() && !backend.disabled()) {
        openLog(made);
      }
    }
    openLoops();
    AtomicLong numbers = new AtomicLong();
    for (FrontendConfig frontend : config.frontends()) {
      if (problems.isEmpty() && !frontend.disabled()) {
        assemble(frontend, numbers, transports);
      }
    }
    traceSwitches.prepare(config.traces());
    if (!problems.isEmpty()) {
      close();
      throw new StartException(problems);
    }
    traceSwitches.start();
  }

  ProxyParts parts() {
    return parts;
  }

  Capacity capacity() {
    return capacity;
  }

  AcceptGate gate() {
    return gate;
  }

  List<EventLoop> loops() {
    return loops;
  }

  List<Listener> listeners() {
    return listeners;
  }

  List<Frontend> frontends() {
    return frontends;
  }

  List<Streams> streams() {
    return streams;
  }

  Muxes muxes() {
    return muxes;
  }

  MuxSwaps swaps() {
    return swaps;
  }

  /** The lines that have TLS. */
  List<Transports.SecuredLine> secured() {
    return secured;
  }

  Map<String, Backend> backends() {
    return backends;
  }

  /** Where a backend tells what happens to it; null if it is disabled, and so nothing does. */
  @Nullable LogOutput logOf(Backend backend) {
    return backendLogs.get(backend);
  }

  /** Closes the listening sockets, once no loop accepts on them any more. */
  void closeListeners() {
    listeners.forEach(Listener::close);
  }

  /** Ends what runs on a loop. <b>Thread:</b> the loop's. */
  void endStreams(EventLoop loop) {
    listeners.forEach(listener -> listener.endEmbryosOn(loop));
    streams.forEach(opened -> opened.endAll(loop));
  }

  /** Closes loops, sockets and logs. The loops must not run any more. */
  void close() {
    closeListeners();
    loops.forEach(EventLoop::close);
    traceSwitches.stop();
    traceTargets.close();
    logTargets.close();
  }

  private static Map<Server, Layers> layersTo(
      Backend backend, FrontendConfig frontend, Transports transports) {
    Map<Server, Layers> made = new HashMap<>();
    for (Server server : backend.servers()) {
      made.put(server, transports.to(server.config(), frontend));
    }
    return made;
  }

  private void openLoops() {
    LoopFactory factory = brought != null ? brought : systemLoops();
    if (factory == null) {
      return;
    }
    int threads = config.global().threads();
    int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < count; i++) {
      loops.add(factory.open(i, config.global().tuning()));
    }
  }

  /** Loops on the first poller that works, or null if none does. */
  private @Nullable LoopFactory systemLoops() {
    TuningConfig allowed = config.global().tuning();
    String poller =
        parts.pollers().stream()
            .filter(name -> allowed(name, allowed) && Pollers.available(name))
            .findFirst()
            .orElse(null);
    if (poller == null) {
      problems.add(
          "%s no poller can be used; available: %s. Allow one of them (noepoll, nopoll, -de, -dp switch them off)."
              .formatted(ProxyErrorCode.NO_POLLER.id(), String.join(", ", Pollers.names())));
      return null;
    }
    AtomicInteger pipesLeft = new AtomicInteger(capacity.maxPipes());
    return (index, tuning) ->
        new EventLoop(
            "turnout-loop-" + index,
            index,
            Pollers.open(poller),
            parts.clock(),
            new BufferPool(tuning.bufferBytes()),
            new PipePool(
                capacity.maxPipes() > 0
                    ? new SystemPipes(pipesLeft, tuning.pipeBytes())
                    : PipeSource.NONE),
            parts.traces());
  }

  private static boolean allowed(String poller, TuningConfig tuning) {
    return switch (poller) {
      case "epoll" -> tuning.epoll();
      case "poll" -> tuning.poll();
      default -> true;
    };
  }

  private void assemble(FrontendConfig frontend, AtomicLong numbers, Transports transports) {
    Backend known = backendOf(frontend);
    Backend backend = known != null ? known : new Backend(NoBackend.of(frontend));
    Frontend made = frontendOf(frontend);
    if (made == null) {
      return;
    }
    frontends.add(made);
    Streams opened =
        new Streams(
            made,
            backend,
            parts.network(),
            layersTo(backend, frontend, transports),
            swaps,
            loops,
            numbers,
            streamTrace);
    streams.add(opened);
    AcceptRules rules = AcceptRules.of(frontend, loops);
    for (BindConfig bind : frontend.binds()) {
      try {
        Listening listening = parts.network().listen(bind.address(), options(frontend, bind));
        ClientLayers layers = new ClientLayers(transports.of(bind), rules);
        listeners.add(new Listener(made, bind, listening, gate, layers, opened));
      } catch (NetworkException refused) {
        problems.add(
            refused.getMessage() + " (frontend " + frontend.name() + ", " + bind.position() + ")");
      }
    }
  }

  /**
   * Where its connections go. A backend that is disabled takes none: they stay with the section
   * itself, with the servers of a {@code listen}, or with null.
   */
  @Nullable Backend backendOf(FrontendConfig frontend) {
    Backend wanted = enabled(frontend.defaultBackend());
    if (wanted != null) {
      return wanted;
    }
    Backend own = enabled(frontend.name());
    return own != null && own.config().id() == frontend.id() ? own : null;
  }

  private @Nullable Backend enabled(@Nullable String name) {
    Backend backend = name == null ? null : backends.get(name);
    return backend == null || backend.config().disabled() ? null : backend;
  }

  private void openLog(Backend backend) {
    BackendConfig backendConfig = backend.config();
    try {
      LogIdentity who = taggedWith(backendConfig.logTag());
      backendLogs.put(backend, logTargets.open(backendConfig.logs(), who));
    } catch (LogTargetException wrong) {
      problems.add(wrong.getMessage() + " (backend " + backend.name() + ")");
    }
  }

  private LogIdentity taggedWith(@Nullable String tag) {
    return tag == null ? identity : identity.withTag(tag);
  }

  private @Nullable Frontend frontendOf(FrontendConfig frontend) {
    LogIdentity who = taggedWith(frontend.log().tag());
    try {
      LogOutput output = logTargets.open(frontend.log().targets(), who);
      AccessLogger accessLog =
          new AccessLogger(formatOf(frontend, who), output, optionsOf(frontend.log()));
      int max =
          frontend.maxConnections() > 0 ? frontend.maxConnections() : capacity.maxConnections();
      LogFormatConfig.Custom uniqueId = frontend.log().uniqueId();
      LogFormat uniqueIds = uniqueId == null ? null : LogFormat.compile(uniqueId.text(), who);
      return new Frontend(frontend, accessLog, output, uniqueIds, max);
    } catch (LogTargetException wrong) {
      problems.add(wrong.getMessage() + " (frontend " + frontend.name() + ")");
      return null;
    }
  }

  private static Set<AccessLogOption> optionsOf(LogConfig log) {
    EnumSet<AccessLogOption> options = EnumSet.noneOf(AccessLogOption.class);
    if (log.nullSkipped()) {
      options.add(AccessLogOption.DONT_LOG_NULL);
    }
    if (log.normalSkipped()) {
      options.add(AccessLogOption.DONT_LOG_NORMAL);
    }
    if (log.errorsRaised()) {
      options.add(AccessLogOption.SEPARATE_ERRORS);
    }
    return options;
  }

  private static LogFormat formatOf(FrontendConfig frontend, LogIdentity who) {
    return switch (frontend.log().format()) {
      case LogFormatConfig.Brief _ -> LogFormat.atSessionStart();
      case LogFormatConfig.Tcp _ -> LogFormat.compile(LogFormat.TCP, who);
      case LogFormatConfig.TcpClf _ -> LogFormat.compile(LogFormat.TCP_CLF, who);
      case LogFormatConfig.Custom custom -> LogFormat.compile(custom.text(), who);
    };
  }

  private ListenOptions options(FrontendConfig frontend, BindConfig bind) {
    BindConfig.SocketOptions socket = bind.socket();
    int backlog = bind.backlog() > 0 ? bind.backlog() : frontend.backlog();
    if (backlog == 0) {
      backlog =
          frontend.maxConnections() > 0 ? frontend.maxConnections() : capacity.maxConnections();
    }
    int maxAccept = config.global().tuning().maxAccept();
    return new ListenOptions(
        backlog,
        maxAccept < 0 ? NO_LIMIT : maxAccept,
        ip4Clients(socket),
        socket.interfaceName(),
        socket.maxSegmentBytes(),
        socket.deferAccept() ? 1 : 0,
        socket.fastOpen() ? backlog : 0,
        UnixFiles.of(bind.unix()),
        frontend.options().keepAlive(),
        !frontend.options().smartAccept(),
        frontend.options().noLinger());
  }

  private static Ip4Clients ip4Clients(BindConfig.SocketOptions socket) {
    if (socket.v6only()) {
      return Ip4Clients.REFUSED;
    }
    return socket.v4v6() ? Ip4Clients.SERVED : Ip4Clients.AS_SYSTEM;
  }

  private static LogIdentity identityOf(GlobalConfig global) {
    LogIdentity identity = LogIdentity.ofProcess();
    String tag = global.logTag();
    if (tag != null) {
      identity = identity.withTag(tag);
    }
    return switch (global.hostName()) {
      case GlobalConfig.LogHostName.Omitted _ -> identity;
      case GlobalConfig.LogHostName.OfSystem _ -> identity.withSentHost(identity.hostName());
      case GlobalConfig.LogHostName.Fixed fixed -> identity.withSentHost(fixed.name());
    };
  }
}
