package io.turnout.proxy.testing;

import io.turnout.spi.MuxProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The peers, servers and proxies of one test. After the test it closes them, peers first, and fails
 * the test if a proxy then still has a connection, a buffer, a pipe or a tasklet that it had not at
 * its start, or if the process has a descriptor more than before.
 */
public final class Rig implements BeforeEachCallback, AfterEachCallback {
  private static final String DEFAULTS =
      """
      global
        nbthread 1
        %s
      defaults
        mode tcp
        timeout connect 20s
        timeout client 20s
        timeout server 20s
      """;

  private static final int BACKLOG = 1024;

  static {
    openWhatTheJdkKeeps();
  }

  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final List<RunningProxy> proxies = new ArrayList<>();
  private List<String> before = List.of();

  /** The JDK's channels keep a socket for themselves from their first use on. */
  private static void openWhatTheJdkKeeps() {
    try (TestServer server = TestServer.listen(TestServer.anyPort(), 0);
        Peer client = Peer.connect(server.address())) {
      client.halfClose();
      server.accept().drain();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    before = OpenFiles.now();
  }

  @Override
  public void afterEach(ExtensionContext test) throws Exception {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
    boolean failed = test.getExecutionException().isPresent();
    for (RunningProxy proxy : proxies) {
      if (!failed) {
        proxy.awaitNothingLeft();
      }
      proxy.close();
    }
    proxies.clear();
    if (!failed) {
      Await.until(
          () -> "descriptors left: " + OpenFiles.since(before),
          () -> OpenFiles.since(before).isEmpty());
    }
  }

  /** Closes it after the test. */
  public <T extends AutoCloseable> T own(T resource) {
    owned.push(resource);
    return resource;
  }

  /** A proxy of this whole configuration. */
  public RunningProxy start(String configuration) {
    return start(configuration, List.of());
  }

  /** A proxy of this whole configuration, with muxes beside those that are found. */
  public RunningProxy start(String configuration, List<MuxProvider> moreMuxes) {
    RunningProxy proxy = RunningProxy.start(configuration, moreMuxes);
    proxies.add(proxy);
    return proxy;
  }

  /** A proxy with one loop, usual timeouts and these sections. */
  public RunningProxy proxy(String sections) {
    return start(configuration("", sections));
  }

  /**
   * A proxy with one loop, usual timeouts, these lines in its global section, and these sections.
   */
  public RunningProxy proxy(String global, String sections) {
    return start(configuration(global, sections));
  }

  /** A whole configuration: one loop, usual timeouts, these lines in global, these sections. */
  public static String configuration(String global, String sections) {
    return DEFAULTS.formatted(global) + sections;
  }

  /** A proxy for one server, with these lines in its listen section. */
  public RunningProxy proxyTo(TestServer server, String... lines) {
    return proxy(listen(server, lines));
  }

  /** A listen section for one server, with these lines. */
  public static String listen(TestServer server, String... lines) {
    return """
    listen front
      bind 127.0.0.1:1
      %s
      server s1 127.0.0.1:%d
    """
        .formatted(String.join("\n  ", lines), server.port());
  }

  /** A server that accepts when the test says so. */
  public TestServer server() throws IOException {
    return own(TestServer.listen(TestServer.anyPort(), BACKLOG));
  }

  /** A server that follows a script. */
  public TestServer server(TestServer.Script script) throws IOException {
    return server().serve(script);
  }

  /**
   * A server at this address, with so many that may wait to be accepted; 0 is the system's choice.
   */
  public TestServer serverAt(SocketAddress address, int backlog) throws IOException {
    return own(TestServer.listen(address, backlog));
  }

  /** A server that sends back what comes. */
  public TestServer echo() throws IOException {
    return server(TestServer::echo);
  }

  /** A server that nobody gets through to. */
  public FullServer fullServer() throws IOException {
    return own(new FullServer());
  }

  /** Does it beside the test's own thread. */
  public <T> Background<T> background(Callable<T> work) {
    return own(new Background<>(work));
  }

  /** A port of this machine at which nobody listens. */
  public static int deadPort() throws IOException {
    try (TestServer server = TestServer.listen(TestServer.anyPort(), 0)) {
      return server.port();
    }
  }

  /** Connects to the proxy's first bind line. */
  public Peer connect(RunningProxy proxy) {
    return connect(proxy.port());
  }

  /** Connects to a port of this machine. */
  public Peer connect(int port) {
    return connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
  }

  /** Connects to the proxy's first bind line; the test itself closes it. */
  public Peer connectForNow(RunningProxy proxy) {
    return Peer.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), proxy.port()));
  }

  /** Connects. */
  public Peer connect(SocketAddress address) {
    return own(Peer.connect(address));
  }
}
