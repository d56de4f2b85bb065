package io.turnout.proxy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.Crowd;
import io.turnout.proxy.testing.EchoProcess;
import io.turnout.proxy.testing.ProxyProcess;
import io.turnout.proxy.testing.ProxyProcess.Holdings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of connections at once; clients, proxy and server are three processes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CrowdIT {
  private static final int CLIENTS = 9000;

  /** Two for each connection, and what a JVM has. */
  private static final int DESCRIPTORS = 2 * CLIENTS + 500;

  @TempDir Path folder;

  @BeforeAll
  static void needsDescriptors() throws IOException {
    try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
      String limit =
          limits
              .filter(l -> l.startsWith("Max open files"))
              .findFirst()
              .orElseThrow()
              .split(" {2,}")[1];
      assumeTrue(
          limit.equals("unlimited") || Integer.parseInt(limit) >= DESCRIPTORS,
          "ulimit -n is " + limit + ", needed are " + DESCRIPTORS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nbthread 1", "nbthread 2", "noepoll"})
  void servesThemAllAndKeepsNothing(String global) throws Exception {
    try (EchoProcess server = new EchoProcess();
        ProxyProcess proxy = new ProxyProcess(configuration(global, server.port()))) {
      // What is loaded and opened with the first client stays.
      visit(proxy, 1);
      int before = proxy.descriptors();

      visit(proxy, CLIENTS);

      awaitHoldings(proxy, new Holdings(0, 0, 0));
      Await.until("the descriptors are closed", () -> descriptorsOf(proxy) <= before);
      visit(proxy, 1);
    }
  }

  private Path configuration(String global, int serverPort) throws IOException {
    return ProxyProcess.configuration(
        folder,
        """
        global
          maxconn 9500
          %s
        defaults
          mode tcp
          maxconn 9500
          timeout connect 10m
          timeout client 10m
          timeout server 10m
          option splice-auto
        listen front
          bind 127.0.0.1:1
          server s1 127.0.0.1:%d
        """
            .formatted(global, serverPort));
  }

  private void visit(ProxyProcess proxy, int count) throws IOException {
    try (Crowd crowd = new Crowd(proxy.port(), count)) {
      crowd.exchange(1);
      // All have been answered, so nothing is on its way.
      awaitHoldings(proxy, new Holdings(count, 0, 0));
      crowd.exchange(2);
      crowd.leave();
    }
  }

  private static void awaitHoldings(ProxyProcess proxy, Holdings expected) {
    Await.until(
        () -> "the proxy has " + holdingsOf(proxy), () -> holdingsOf(proxy).equals(expected));
  }

  private static Holdings holdingsOf(ProxyProcess proxy) {
    try {
      return proxy.holdings();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int descriptorsOf(ProxyProcess proxy) {
    try {
      return proxy.descriptors();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
