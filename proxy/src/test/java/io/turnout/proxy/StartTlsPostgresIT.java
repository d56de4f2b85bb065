package io.turnout.proxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.PostgresServer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.SystemProgram;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL's own client and server, with STARTTLS on either side of the proxy. */
class StartTlsPostgresIT {
  private static final String CANCEL = "\0\0\0\u0010\u0004\u00d2\u0016\u002eprockey.";
  private static final String BEHIND = "Q\0\0\0\u000cselect\0";
  private static final String SECURE = "ssl crt %s starttls postgres";
  private static final String SECURE_SERVER = "ssl verify none starttls postgres";
  private static final String IS_SERVER_SIDE_SECURE =
      "select case when ssl then 'tls' else 'clear' end"
          + " from pg_stat_ssl where pid = pg_backend_pid()";

  private static final String SLOW_ROWS =
      "select repeat('x', 99), pg_sleep(0.1) from generate_series(1, 40)";

  /** The one that the distribution has for operators; its places are replaced by the test's. */
  private static final Path EXAMPLE =
      Path.of("..", "distribution/src/main/image/etc/examples/postgres-starttls.cfg");

  @TempDir static Path folder = Path.of("");

  private static @Nullable PostgresServer server;
  private static int port;
  private static Path certificate = Path.of("");
  private static Path databaseAuthority = Path.of("");

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void startServer() throws Exception {
    OpenSslCommand.needed();
    certificate = OpenSslCommand.certificate(folder, "edge");
    Path own = OpenSslCommand.certificate(folder, "database.internal");
    databaseAuthority = Files.copy(own, folder.resolve("authority.pem"));
    server = PostgresServer.start(folder, own);
    port = server.port();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private static String psql(int to, String sslmode, String query) throws IOException {
    return requireNonNull(server).psql(to, sslmode, query);
  }

  private RunningProxy proxy(String bind, String toServer) {
    return rig.proxy(
        """
        listen database
          bind 127.0.0.1:1 %s
          server db 127.0.0.1:%d %s
        """
            .formatted(bind.formatted(certificate), port, toServer));
  }

  private RunningProxy example(Path shown) throws IOException {
    LogCapture log = rig.own(new LogCapture());
    return rig.start(
        Files.readString(EXAMPLE)
            .replace("log stdout format raw local0 info", log.to())
            .replace("/etc/turnout/tls/database.pem", shown.toString())
            .replace("/etc/turnout/tls/ca.pem", databaseAuthority.toString())
            .replace("bind :5432", "bind 127.0.0.1:1")
            .replace("10.0.0.21:5432", "127.0.0.1:" + port)
            .replace("10.0.0.22:5432", "127.0.0.1:" + Rig.deadPort()));
  }

  @ParameterizedTest
  @CsvSource({
    "require, true, false, clear",
    "require, true, true, tls",
    "disable, false, true, tls",
    "allow, false, true, tls",
    "prefer, false, true, tls",
    "prefer, true, true, tls",
    "verify-ca, true, true, tls"
  })
  void agreesOnTlsWithEachSide(String sslmode, boolean clients, boolean servers, String expected)
      throws Exception {
    RunningProxy proxy = proxy(clients ? SECURE : "", servers ? SECURE_SERVER : "");
    String mode = sslmode.equals("verify-ca") ? "verify-ca sslrootcert=" + certificate : sslmode;

    String answer = psql(proxy.port(), mode, IS_SERVER_SIDE_SECURE);

    assertThat(answer)
        .as(() -> "with the server's log: " + requireNonNull(server).printed())
        .isEqualTo(expected + "\n");
  }

  @Test
  void clientThatInsistsOnTlsHearsThatThereIsNone() throws Exception {
    RunningProxy proxy = proxy("", SECURE_SERVER);

    assertThat(psql(proxy.port(), "require", "select 1")).contains("does not support SSL");
  }

  /** Its request is the rule's. */
  @Test
  void clientMayGetItsTlsByARule() throws Exception {
    RunningProxy proxy =
        proxy(
            "ssl crt %s starttls rule",
            SECURE_SERVER
                + "\n  tcp-request inspect-delay 20s"
                + "\n  tcp-request content start-tls take 8 reply S"
                + " if { req.payload(0,8),hex -m str 0000000804D2162F }"
                + "\n  tcp-request content reject if !{ req.len ge 8 }");

    assertThat(psql(proxy.port(), "require", IS_SERVER_SIDE_SECURE)).isEqualTo("tls\n");
  }

  @Test
  void passesManyRowsThroughBothTls() throws Exception {
    RunningProxy proxy = proxy(SECURE, SECURE_SERVER);

    String rows =
        psql(proxy.port(), "require", "select repeat('x', 99) from generate_series(1, 50000)");

    assertThat(rows).hasSize(5_000_000);
  }

  @Test
  void refusesClientThatWantsNoTls() throws Exception {
    RunningProxy proxy = proxy(SECURE, "");

    assertThat(psql(proxy.port(), "disable", "select 1")).contains("TLS");
  }

  /** The request to cancel comes in clear text, on a connection of its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        SECURE_SERVER,
        "\n  option abortonclose",
        SECURE_SERVER + "\n  option nolinger"
      })
  void clientMayCancel(String toServer) throws Exception {
    RunningProxy proxy = proxy(SECURE, toServer);
    SystemProgram client =
        rig.own(
            SystemProgram.start(
                folder, PostgresServer.command(proxy.port(), "require", SLOW_ROWS)));
    Await.until("the query runs", StartTlsPostgresIT::isTransferring);

    assertThat(client.interrupt().printed()).contains("canceling statement due to user request");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 15})
  void nothingPassesBehindARequestToCancelInPieces(int cut) throws Exception {
    TestServer behind = rig.server();
    RunningProxy proxy = proxyTo(behind, "");
    Peer client = rig.connect(proxy);

    client.send(CANCEL.substring(0, cut));
    proxy.awaitReceived(cut);
    client.send(CANCEL.substring(cut) + BEHIND);
    Peer server = behind.accept();

    assertThat(server.receive(CANCEL.length())).isEqualTo(CANCEL);
    assertNothingFollows(client, server);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void nothingPassesBehindARequestToCancelThatHasPassed(int cut) throws Exception {
    TestServer behind = rig.server();
    Peer client = rig.connect(proxyTo(behind, ""));

    client.send(CANCEL + BEHIND.substring(0, cut));
    Peer server = behind.accept();
    assertThat(server.receive(CANCEL.length())).isEqualTo(CANCEL);
    client.send(BEHIND.substring(cut));

    assertNothingFollows(client, server);
  }

  private static void assertNothingFollows(Peer client, Peer server) throws Exception {
    server.halfClose();
    assertThat(client.receiveAll()).isEmpty();
    client.close();
    assertThat(server.receiveAll()).isEmpty();
  }

  /** Some drivers do not wait for the server. */
  @ParameterizedTest
  @ValueSource(strings = {"", "option abortonclose", "option nolinger"})
  void clientMayCancelAndLeaveAtOnce(String option) throws Exception {
    TestServer behind = rig.server();
    LogCapture log = rig.own(new LogCapture());
    RunningProxy proxy = proxyTo(behind, option + "\n  " + log.tcplog());
    proxy.whileAsleep(() -> {
      Peer client = rig.connect(proxy);
      client.send(CANCEL);
      client.close();
    });
    Peer taken = behind.accept();

    assertThat(taken.receive(CANCEL.length())).isEqualTo(CANCEL);
    taken.halfClose();
    assertThat(log.nextTcp().termination()).isEqualTo("--");
    taken.drain();
  }

  private RunningProxy proxyTo(TestServer behind, String lines) {
    return rig.proxy(
        """
        listen database
          bind 127.0.0.1:1 %s
          %s
          server db 127.0.0.1:%d
        """
            .formatted(SECURE.formatted(certificate), lines, behind.port()));
  }

  /** The server answers that it has no TLS. */
  @Test
  void serverWithoutTlsIsRefusedOrTakenIfItMayBe() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    RunningProxy strict = proxy(SECURE, SECURE_SERVER + "\n  retries 0\n  " + log.tcplog());
    RunningProxy lenient = proxy(SECURE, SECURE_SERVER + " starttls-optional");
    setTls("off");
    try {
      assertThat(psql(strict.port(), "require", "select 1")).contains("closed");
      assertThat(log.next()).contains("database/db").contains("TLS");
      assertThat(log.nextTcp().termination()).isEqualTo("SC");
      assertThat(psql(lenient.port(), "require", "select 1")).isEqualTo("1\n");
    } finally {
      setTls("on");
    }
  }

  private static void setTls(String wanted) throws IOException {
    psql(port, "disable", "alter system set ssl = " + wanted);
    psql(port, "disable", "select pg_reload_conf()");
    String is = "";
    while (!is.equals(wanted + "\n")) {
      is = psql(port, "disable", "show ssl");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"require", "disable"})
  void letsClientStayInClearIfItMay(String sslmode) throws Exception {
    RunningProxy proxy = proxy(SECURE + " starttls-optional", "");

    assertThat(psql(proxy.port(), sslmode, "select 1")).isEqualTo("1\n");
  }

  @Test
  void exampleGivesNewCertificateToNextClientWhileTransferRuns() throws Exception {
    Path next = OpenSslCommand.certificate(folder, "next");
    Path shown = Files.copy(certificate, folder.resolve("shown.pem"));
    RunningProxy proxy = example(shown);
    assertThat(psql(proxy.port(), "require", IS_SERVER_SIDE_SECURE)).isEqualTo("tls\n");
    assertThat(subject(proxy)).contains("CN = edge");
    Background<String> transfer = rig.background(() -> psql(proxy.port(), "require", SLOW_ROWS));
    Await.until("the transfer runs", StartTlsPostgresIT::isTransferring);

    Files.copy(next, shown, StandardCopyOption.REPLACE_EXISTING);
    assertThat(proxy.proxy().reloadCertificates()).isEmpty();

    assertThat(subject(proxy)).contains("CN = next");
    assertThat(transfer.isDone()).isFalse();
    assertThat(transfer.outcome()).hasLineCount(40).matches("(x{99}\\|\n)+");
  }

  private static boolean isTransferring() {
    try {
      return psql(
              port,
              "disable",
              "select count(*) from pg_stat_activity"
                  + " where state = 'active' and query like 'select repeat(%pg_sleep%'")
          .equals("1\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String subject(RunningProxy proxy) throws IOException {
    String where = "127.0.0.1:" + proxy.port();
    return SystemProgram.run(
        folder,
        "",
        List.of("openssl", "s_client", "-connect", where, "-starttls", "postgres", "-brief"));
  }
}
