package io.turnout.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process: pid, signals, exit codes, pid file, background. */
class ProcessIT {
  @TempDir Path folder;
  private ServerSocket server;
  private int port;

  @BeforeEach
  void startServer() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    port = TestConfig.freePort();
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void endsAtOnceWithZeroWhenTold(String signal) throws Exception {
    try (Launched program = started();
        Session session = new Session()) {
      session.exchange("a");
      program.signal(signal);
      assertThat(program.exitCode()).isZero();
      assertThat(session.client.getInputStream().read()).isEqualTo(-1);
    }
  }

  /** The configuration is a pipe into which nobody writes, so that the start takes for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void endsWithZeroWhenToldWhileItStarts(String signal) throws Exception {
    Path config = folder.resolve("slow.cfg");
    assertThat(new ProcessBuilder("mkfifo", config.toString()).start().waitFor()).isZero();
    try (Launched program = Launched.start("-f", config);
        // Opens only when the program has opened the other end.
        OutputStream _ = Files.newOutputStream(config)) {
      program.signal(signal);
      assertThat(program.exitCode()).isZero();
    }
  }

  @Test
  void hasAsManyDescriptorsAsUlimitSays() throws Exception {
    try (Launched program = started("ulimit-n 777")) {
      assertThat(Files.readString(Path.of("/proc", "" + program.pid(), "limits")))
          .containsPattern("Max open files +777 ");
      program.signal("TERM");
      assertThat(program.exitCode()).isZero();
    }
  }

  @Test
  void theLaunchersPidIsThePrograms() throws Exception {
    try (Launched program = started()) {
      String command = Files.readString(Path.of("/proc", "" + program.pid(), "cmdline"));
      assertThat(command).contains("io.turnout.distribution.Turnout").contains("bin/java");
    }
  }

  @Test
  void drainsWhenAskedToStopSoftly() throws Exception {
    try (Launched program = started()) {
      try (Session session = new Session()) {
        session.exchange("a");
        program.signal("USR1");
        awaitRefusal();
        session.exchange("b");
        assertThat(program.isRunning()).isTrue();
      }
      assertThat(program.exitCode()).isZero();
    }
  }

  @Test
  void aSoftStopEndsAfterItsTime() throws Exception {
    try (Launched program = started("hard-stop-after 100ms");
        Session session = new Session()) {
      session.exchange("a");
      program.signal("USR1");
      assertThat(program.exitCode()).isZero();
      assertThat(program.errors()).contains("hard-stop-after has passed, 1 connection is cut.");
    }
  }

  @Test
  void tellsItsStateOnHangUp() throws Exception {
    try (Launched program = started();
        Session session = new Session()) {
      session.exchange("a");
      program.signal("HUP");
      program.awaitError("Server test/one: UP, 1 connections, 1 in total, 0 queued.");
      program.awaitError("trace ctl off");
      program.signal("TERM");
      assertThat(program.exitCode()).isZero();
      assertThat(program.errors())
          .contains("Frontend test: 1 connections, 1 in total")
          .contains("loop turnout-loop-0 poller=")
          .contains(" xprt=RAW mux=PASS attached ");
    }
  }

  @Test
  void keepsItsPidInAFileWhileItRuns() throws Exception {
    Path pidFile = folder.resolve("run.pid");
    Path config = config();
    try (Launched program = Launched.start("-V", "-p", pidFile, "-f", config).awaitListening()) {
      assertThat(pidFile).hasContent(program.pid() + "\n");
      program.signal("TERM");
      assertThat(program.exitCode()).isZero();
      assertThat(pidFile).doesNotExist();
    }
  }

  @Test
  void endsWithAMessageIfThePidFileCannotBeWritten() throws Exception {
    try (Launched program = Launched.start("-p", folder.resolve("no/pid"), "-f", config())) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.errors()).contains("TRN-4006").doesNotContain("\tat ");
    }
  }

  @Test
  void goesToTheBackgroundOnceItIsUp() throws Exception {
    Path pidFile = folder.resolve("run.pid");
    Path config = config();
    try (Launched launcher = Launched.start("-D", "-p", pidFile, "-f", config)) {
      assertThat(launcher.exitCode()).as(launcher::errors).isZero();
      assertBackground(pidFile);
    }
  }

  @Test
  void goesToTheBackgroundIfTheConfigurationSaysSo() throws Exception {
    Path pidFile = folder.resolve("run.pid");
    Path config = config("daemon", "pidfile " + pidFile);
    try (Launched launcher = Launched.start("-f", config)) {
      assertThat(launcher.exitCode()).as(launcher::errors).isZero();
      assertBackground(pidFile);
    }
  }

  @Test
  void staysInTheForegroundIfTheCommandLineSaysSo() throws Exception {
    Path config = config("daemon");
    try (Launched program = Launched.start("-V", "-db", "-f", config).awaitListening()) {
      program.signal("TERM");
      assertThat(program.exitCode()).isZero();
    }
  }

  @Test
  void tellsWhyItCouldNotGoToTheBackground() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path config = TestConfig.write(folder, taken.getLocalPort(), server.getLocalPort());
      try (Launched launcher = Launched.start("-D", "-f", config)) {
        assertThat(launcher.exitCode()).isEqualTo(1);
        assertThat(launcher.errors()).contains("TRN-4001").doesNotContain("turnout-is-up");
      }
    }
  }

  private void assertBackground(Path pidFile) throws Exception {
    ProcessHandle program =
        ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).orElseThrow();
    try (Session session = new Session()) {
      session.exchange("a");
    } finally {
      Launched.signal(program.pid(), "TERM");
    }
    program.onExit().get(Launched.LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(pidFile).doesNotExist();
  }

  private Launched started(String... global) throws Exception {
    return Launched.start("-V", "-f", config(global)).awaitListening();
  }

  private Path config(String... global) throws IOException {
    return TestConfig.write(folder, port, server.getLocalPort(), global);
  }

  /** The listener closes soon after the signal, not with it; what it took until then must end. */
  private void awaitRefusal() throws Exception {
    Thread.startVirtualThread(this::endStrays);
    assertThatThrownBy(
            () -> {
              long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Launched.LIMIT_SECONDS);
              while (System.nanoTime() < end) {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                assertThat(new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS)).isFalse();
              }
            })
        .isInstanceOf(ConnectException.class);
  }

  private void endStrays() {
    try {
      while (true) {
        server.accept().close();
      }
    } catch (IOException closed) {
      // The test is over.
      return;
    }
  }

  /** A client, and the server's end of its connection. */
  private final class Session implements AutoCloseable {
    private final Socket client;
    private final Socket peer;

    Session() throws IOException {
      client = new Socket(InetAddress.getLoopbackAddress(), port);
      peer = server.accept();
    }

    void exchange(String text) throws IOException {
      client.getOutputStream().write(text.getBytes());
      assertThat(peer.getInputStream().readNBytes(text.length())).isEqualTo(text.getBytes());
      peer.getOutputStream().write(text.getBytes());
      assertThat(client.getInputStream().readNBytes(text.length())).isEqualTo(text.getBytes());
    }

    @Override
    public void close() throws IOException {
      client.close();
      peer.close();
    }
  }
}
