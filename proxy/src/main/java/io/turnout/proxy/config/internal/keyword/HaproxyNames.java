package io.turnout.proxy.config.internal.keyword;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Names that HAProxy has at one place of its language and Turnout has not. A name that gets a
 * handler leaves its list.
 */
public final class HaproxyNames {
  /** Sections. */
  public static final Set<String> SECTIONS =
      words(
          """
          peers resolvers mailers userlist ring log-forward log-profile crt-store healthcheck
          cache fcgi-app http-errors acme program
          """);

  static final HaproxyNames TRACES = new HaproxyNames("", "");

  static final HaproxyNames GLOBAL =
      new HaproxyNames(
          """
          51degrees-cache-size 51degrees-data-file 51degrees-property-name-list
          51degrees-property-separator anonkey busy-polling chroot close-spread-time cluster-secret
          cpu-map cpu-policy cpu-set default-path dns-accept-family expose-deprecated-directives
          expose-experimental-directives external-check fd-hard-limit gid grace group
          insecure-fork-wanted insecure-setuid-wanted issuers-chain-path key-base limited-quic
          load-server-state-from-file localpeer lua-load lua-load-per-thread lua-prepend-path
          master-worker max-spread-checks maxcompcpuusage maxcomprate maxconnrate maxsessrate
          maxsslconn maxsslrate maxzlibmem mworker-max-reloads mworker-prog no-memory-trimming
          no-quic noevports nogetaddrinfo nokqueue noreuseport numa-cpu-mapping ocsp-update.disable
          ocsp-update.httpproxy ocsp-update.maxdelay ocsp-update.mindelay ocsp-update.mode
          pp2-never-send-local prealloc-fd profiling.memory profiling.tasks quick-exit
          server-state-base server-state-file set-dumpable set-var set-var-fmt setcap shm-stats-file
          shm-stats-file-max-objects spread-checks ssl-default-bind-client-sigalgs
          ssl-default-bind-sigalgs ssl-default-server-client-sigalgs ssl-default-server-sigalgs
          ssl-dh-param-file ssl-engine ssl-load-extra-del-ext ssl-load-extra-files ssl-mode-async
          ssl-propquery ssl-provider ssl-provider-path ssl-security-level ssl-skip-self-issued-ca
          stats stats-file stress-level strict-limits thread-group thread-groups thread-hard-limit
          tune.applet.zero-copy-forwarding tune.buffers.limit tune.buffers.reserve
          tune.comp.maxlevel tune.disable-fast-forward tune.disable-zero-copy-forwarding
          tune.epoll.mask-events tune.events.max-events-at-once tune.fail-alloc
          tune.fd.edge-triggered tune.idle-pool.shared tune.idletimer tune.listener.default-shards
          tune.listener.multi-queue tune.max-checks-per-thread tune.maxpollevents tune.maxrewrite
          tune.memory.hot-size tune.notsent-lowat.client tune.notsent-lowat.server
          tune.pattern.cache-size tune.peers.max-updates-at-once tune.pool-high-fd-ratio
          tune.pool-low-fd-ratio tune.pt.zero-copy-forwarding tune.rcvbuf.backend tune.rcvbuf.client
          tune.rcvbuf.frontend tune.rcvbuf.server tune.recv_enough tune.ring.queues
          tune.runqueue-depth tune.sched.low-latency tune.sndbuf.backend tune.sndbuf.client
          tune.sndbuf.frontend tune.sndbuf.server tune.ssl.capture-buffer-size
          tune.ssl.capture-cipherlist-size tune.ssl.default-dh-param tune.ssl.force-private-cache
          tune.ssl.hard-maxrecord tune.ssl.keylog tune.ssl.maxrecord tune.ssl.ocsp-update.maxdelay
          tune.ssl.ocsp-update.mindelay tune.ssl.ssl-ctx-cache-size tune.stick-counters
          tune.vars.check-max-size tune.vars.global-max-size tune.vars.proc-max-size
          tune.vars.reqres-max-size tune.vars.sess-max-size tune.vars.txn-max-size
          tune.zlib.memlevel tune.zlib.windowsize uid unix-bind user warn-blocked-traffic-after
          """,
          """
          h1-accept-payload-with-any-method h1-case-adjust h1-case-adjust-file
          h1-do-not-close-on-insecure-transfer-encoding h2-workaround-bogus-websocket-clients
          http-err-codes http-fail-codes httpclient.resolvers.disabled httpclient.resolvers.id
          httpclient.resolvers.prefer httpclient.retries httpclient.ssl.ca-file
          httpclient.ssl.verify httpclient.timeout.connect jwt.decrypt_alg_list
          jwt.decrypt_enc_list jwt.decrypt_rsa_alg_list tune.glitches.kill.cpu-usage
          tune.h1.be.glitches-threshold tune.h1.fe.glitches-threshold
          tune.h1.zero-copy-fwd-recv tune.h1.zero-copy-fwd-send
          tune.h2.be.glitches-threshold tune.h2.be.initial-window-size
          tune.h2.be.max-concurrent-streams tune.h2.be.rxbuf tune.h2.fe.glitches-threshold
          tune.h2.fe.initial-window-size tune.h2.fe.max-concurrent-streams
          tune.h2.fe.max-total-streams tune.h2.fe.rxbuf tune.h2.header-table-size
          tune.h2.initial-window-size tune.h2.max-concurrent-streams tune.h2.max-frame-size
          tune.h2.zero-copy-fwd-send tune.http.cookielen tune.http.logurilen tune.http.maxhdr
          """);

  static final HaproxyNames PROXY =
      new HaproxyNames(
          """
          bind-process clitcpka-cnt clitcpka-idle clitcpka-intvl declare dispatch email-alert
          error-log-format external-check filter filter-sequence force-be-switch force-persist
          fullconn guid hash-balance-factor hash-preserve-affinity hash-type ignore-persist
          load-server-state-from-file log-format-sd log-steps max-session-srv-conns persist
          rate-limit server-state-file-name server-template source srvtcpka-cnt srvtcpka-idle
          srvtcpka-intvl stick stick-table tcp-check transparent
          use_backend use-server be-unpublished
          """,
          """
          capture compression cookie errorfile errorfiles errorloc errorloc302 errorloc303
          http-after-response http-check http-drop-request-trailers http-drop-response-trailers
          http-error http-request http-response http-reuse http-send-name-header
          max-keep-alive-queue monitor monitor-uri quic-initial redirect retry-on stats
          unique-id-header use-fcgi-app
          """);

  static final HaproxyNames OPTION =
      new HaproxyNames(
          """
          contstats external-check httpchk independent-streams ldap-check log-health-checks
          mysql-check persist pgsql-check redis-check smtpchk socket-stats spop-check
          ssl-hello-chk tcp-check transparent use-small-buffers
          """,
          """
          accept-invalid-http-request accept-invalid-http-response
          accept-unsafe-violations-in-http-request accept-unsafe-violations-in-http-response
          assume-rfc6587-ntf checkcache disable-h2-upgrade forwarded forwardfor
          h1-case-adjust-bogus-client h1-case-adjust-bogus-server http-buffer-request
          http-drop-request-trailers http-drop-response-trailers http-ignore-probes
          http-keep-alive http-no-delay http-pretend-keepalive http-restrict-req-hdr-names
          http-server-close http-use-htx http-use-proxy-header httpclose httplog httpslog
          idle-close-on-response originalto prefer-last-server
          """);

  static final HaproxyNames TIMEOUT = new HaproxyNames("", "");

  static final HaproxyNames TCP_REQUEST = new HaproxyNames("session", "");

  static final HaproxyNames TCP_RESPONSE = new HaproxyNames("", "");

  /** Of {@code tcp-request connection}. */
  static final HaproxyNames CONNECTION_ACTION =
      new HaproxyNames(
          """
          do-log sc-add-gpc sc-inc-gpc sc-inc-gpc0 sc-inc-gpc1 sc-set-gpt sc-set-gpt0 set-dst
          set-dst-port set-fc-mark set-fc-tos set-mark set-src set-src-port set-tos set-var
          set-var-fmt silent-drop track-sc0 track-sc1 track-sc2 unset-var
          """,
          "");

  static final HaproxyNames TCP_REQUEST_ACTION =
      new HaproxyNames(
          """
          attach-srv capture do-log do-resolve sc-add-gpc sc-inc-gpc sc-inc-gpc0 sc-inc-gpc1 sc-set-gpt sc-set-gpt0 send-spoe-group
          set-bandwidth-limit set-bc-mark set-bc-tos set-dst set-dst-port set-fc-mark set-fc-tos
          set-log-level set-mark set-nice set-priority-class set-priority-offset set-retries set-src
          set-src-port set-tos set-var set-var-fmt silent-drop track-sc0 track-sc1 track-sc2
          unset-var use-service
          """,
          "switch-mode");

  static final HaproxyNames TCP_RESPONSE_ACTION =
      new HaproxyNames(
          """
          do-log sc-add-gpc sc-inc-gpc sc-inc-gpc0 sc-inc-gpc1 sc-set-gpt sc-set-gpt0
          send-spoe-group set-bandwidth-limit set-fc-mark set-fc-tos set-log-level set-mark set-nice
          set-tos set-var set-var-fmt silent-drop unset-var
          """,
          "");

  static final HaproxyNames BIND =
      new HaproxyNames(
          """
          allow-0rtt ca-ignore-err ca-sign-file ca-sign-pass ca-verify-file cc client-sigalgs
          crt-ignore-err default-crt ech ecdhe expose-fd force-sslv3 force-tlsv10 force-tlsv11
          generate-certificates guid-prefix idle-ping ktls label level namespace nbconn nice
          no-ca-names no-strict-sni npn ocsp-update prefer-client-ciphers process quic-cc-algo
          quic-force-retry quic-socket severity-output shards sigalgs tcp-md5sig tcp-ss tcp-ut
          thread tls-ticket-keys transparent
          """,
          "");

  /** The words of {@code ssl-default-bind-options} and its like. */
  static final HaproxyNames TLS_OPTIONS =
      new HaproxyNames(
          """
          allow-0rtt force-sslv3 force-tlsv10 force-tlsv11 force-tlsv12 force-tlsv13
          no-renegotiate prefer-client-ciphers
          """,
          "");

  static final HaproxyNames SERVER =
      new HaproxyNames(
          """
          addr agent-addr agent-check agent-inter agent-port agent-send allow-0rtt cc check
          check-alpn check-pool-conn-name check-proto check-reuse-pool check-send-proxy check-sni
          check-sni-auto check-ssl client-sigalgs cookie downinter error-limit fall
          fastinter force-sslv3 force-tlsv10 force-tlsv11 guid hash-key healthcheck idle-ping
          init-addr init-state inter ktls log-bufsize log-proto max-reuse maxqueue minconn namespace
          no-agent-check no-check no-check-reuse-pool no-check-send-proxy no-check-sni-auto
          no-check-ssl no-renegotiate no-sni-auto no-tfo non-stick npn observe on-error
          on-marked-down on-marked-up pool-conn-name pool-low-conn pool-max-conn pool-purge-delay
          port renegotiate resolve-net resolve-opts resolve-prefer resolvers rise shard sigalgs
          slowstart sni-auto source stick strict-maxconn tcp-md5sig tcp-ut tfo track usesrc
          interface
          """,
          "redir ws");

  private final Set<String> notYet;
  private final Set<String> http;

  private HaproxyNames(String notYet, String http) {
    this.notYet = words(notYet);
    this.http = words(http);
  }

  /** Whether Turnout has it not yet; what stands in parentheses behind a name does not count. */
  boolean notYet(String name) {
    int open = name.indexOf('(');
    return notYet.contains(open < 0 ? name : name.substring(0, open));
  }

  boolean needsHttp(String name) {
    return http.contains(name);
  }

  Collection<String> all() {
    List<String> all = new ArrayList<>(notYet);
    all.addAll(http);
    return all;
  }

  private static Set<String> words(String text) {
    return text.isBlank() ? Set.of() : new LinkedHashSet<>(List.of(text.strip().split("\\s+")));
  }
}
