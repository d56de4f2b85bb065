package io.turnout.proxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.MariaDb;
import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

/** MariaDB's own client and server, with STARTTLS on either side of the proxy. */
class StartTlsMysqlIT {
  private static final String SECURE = "ssl crt %s starttls mysql";
  private static final String SECURE_SERVER = "ssl verify none starttls mysql";
  private static final String SERVER_SIDE =
      "select if(variable_value = '', 'clear', 'tls') from information_schema.session_status"
          + " where variable_name = 'Ssl_cipher'";

  private static final String MANY_ROWS =
      "set max_recursive_iterations = 60000;"
          + " with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000)"
          + " select repeat('x', 99) from n";

  private static final List<String> WITH_TLS = List.of("--ssl");
  private static final List<String> IN_CLEAR = List.of("--skip-ssl");

  @TempDir static Path folder = Path.of("");

  private static @Nullable MariaDb server;
  private static @Nullable MariaDb clearServer;
  private static Path certificate = Path.of("");

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void startServers() throws Exception {
    OpenSslCommand.needed();
    MariaDb.needed();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    certificate = OpenSslCommand.certificate(folder, "edge");
    Path own = OpenSslCommand.certificate(folder, "database");
    SystemProgram.giveAway(folder);
    server = MariaDb.start(folder.resolve("tls"), "--ssl-cert=" + own, "--ssl-key=" + own);
    clearServer = MariaDb.start(folder.resolve("clear"), "--skip-ssl");
  }

  @AfterAll
  static void stopServers() {
    if (server != null) {
      server.close();
    }
    if (clearServer != null) {
      clearServer.close();
    }
  }

  private static MariaDb server() {
    return requireNonNull(server);
  }

  private RunningProxy proxy(String bind, MariaDb behind, String toServer) {
    return proxy(bind, behind.port(), toServer, "");
  }

  private RunningProxy proxy(String bind, int port, String toServer, String more) {
    return rig.proxy(
        """
        listen database
          bind 127.0.0.1:1 %s
          server db 127.0.0.1:%d %s
          %s
        """
            .formatted(bind.formatted(certificate), port, toServer, more));
  }

  private static String query(RunningProxy proxy, String login, String query, List<String> options)
      throws IOException {
    return MariaDb.client(folder, proxy.port(), login, query, options);
  }

  @ParameterizedTest
  @CsvSource({
    "starttls, starttls, plain/secret, tls",
    "starttls, starttls, protected/secret, tls",
    "starttls, starttls, curve/secret, tls",
    "starttls, clear, plain/secret, clear",
    "starttls, clear, curve/secret, clear",
    "clear, starttls, plain/secret, tls",
    "clear, starttls, protected/secret, tls",
    "clear, starttls, curve/secret, tls",
  })
  void agreesOnTlsWithEachSide(String client, String toServer, String login, String expected)
      throws Exception {
    boolean clients = client.equals("starttls");
    RunningProxy proxy =
        proxy(clients ? SECURE : "", server(), toServer.equals("starttls") ? SECURE_SERVER : "");

    String answer = query(proxy, login, SERVER_SIDE, clients ? WITH_TLS : IN_CLEAR);

    assertThat(answer)
        .as(() -> "with the server's log: " + server().printed())
        .isEqualTo(expected + "\n");
  }

  @ParameterizedTest
  @CsvSource({"starttls, starttls", "starttls, clear", "clear, starttls"})
  void passesRefusalOfPassword(String client, String toServer) throws Exception {
    boolean clients = client.equals("starttls");
    RunningProxy proxy =
        proxy(clients ? SECURE : "", server(), toServer.equals("starttls") ? SECURE_SERVER : "");

    List<String> options = clients ? WITH_TLS : IN_CLEAR;
    for (String user : List.of("plain", "curve")) {
      assertThat(query(proxy, user + "/wrong", "select 1", options))
          .contains("ERROR 1045 (28000): Access denied for user '" + user + "'");
    }
  }

  @Test
  void showsOwnCertificateToVerifyingClient() throws Exception {
    RunningProxy proxy = proxy(SECURE, server(), SECURE_SERVER);

    List<String> verifying = List.of("--ssl-verify-server-cert", "--ssl-ca=" + certificate);
    assertThat(query(proxy, "plain/secret", "select 1", verifying)).isEqualTo("1\n");
    Path other = folder.resolve("database.pem");
    List<String> mistrusting = List.of("--ssl-verify-server-cert", "--ssl-ca=" + other);
    assertThat(query(proxy, "plain/secret", "select 1", mistrusting)).contains("TLS/SSL error");
  }

  @Test
  void verifiesServer() throws Exception {
    Path own = folder.resolve("database.pem");
    RunningProxy trusting =
        proxy(
            SECURE,
            server(),
            "ssl verify required ca-file " + own + " verifyhost database starttls mysql");
    assertThat(query(trusting, "plain/secret", SERVER_SIDE, WITH_TLS)).isEqualTo("tls\n");

    LogCapture log = rig.own(new LogCapture());
    RunningProxy mistrusting =
        proxy(
            SECURE,
            server().port(),
            "ssl verify required ca-file " + certificate + " starttls mysql",
            log.tcplog());
    assertThat(query(mistrusting, "plain/secret", SERVER_SIDE, WITH_TLS)).contains("ERROR 20");
    assertThat(log.next()).contains("SSL certificate of the peer refused");
  }

  @Test
  void passesManyRowsThroughBothTls() throws Exception {
    RunningProxy proxy = proxy(SECURE, server(), SECURE_SERVER);

    String rows = query(proxy, "plain/secret", MANY_ROWS, WITH_TLS);

    assertThat(rows).hasSize(5_000_000);
  }

  @Test
  void passesLargeQueryThroughOneTls() throws Exception {
    RunningProxy proxy = proxy("", server(), SECURE_SERVER);

    String rows =
        query(
            proxy,
            "plain/secret",
            "select length('" + "x".repeat(100_000) + "')",
            List.of("--skip-ssl", "--compress"));

    assertThat(rows).isEqualTo("100000\n");
  }

  @Test
  void refusesClientThatWantsNoTls() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    RunningProxy proxy = proxy(SECURE, server().port(), "", log.tcplog());

    assertThat(query(proxy, "plain/secret", "select 1", IN_CLEAR))
        .contains("ERROR 3159 (HY000)", "TLS is required here");
    assertThat(log.next()).endsWith("Peer refused to start TLS (login before TLS)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--ssl", "--skip-ssl"})
  void letsClientStayInClearIfItMay(String option) throws Exception {
    for (String toServer : List.of("", SECURE_SERVER)) {
      RunningProxy proxy = proxy(SECURE + " starttls-optional", server(), toServer);

      assertThat(query(proxy, "plain/secret", SERVER_SIDE, List.of(option)))
          .isEqualTo(toServer.isEmpty() ? "clear\n" : "tls\n");
    }
  }

  @Test
  void offersNoTlsOfTheServersToClientInClear() throws Exception {
    RunningProxy proxy = proxy("", server(), SECURE_SERVER);

    List<String> verifying = List.of("--ssl-verify-server-cert", "--ssl-ca=" + certificate);
    assertThat(query(proxy, "plain/secret", "select 1", verifying))
        .contains("ERROR 2026", "SSL is required");
  }

  @Test
  void refusesServerThatOffersNoTls() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    RunningProxy proxy =
        proxy(
            SECURE,
            requireNonNull(clearServer).port(),
            SECURE_SERVER,
            "retries 0\n" + log.tcplog());

    assertThat(query(proxy, "plain/secret", "select 1", WITH_TLS)).contains("ERROR 20");
    assertThat(log.next()).contains("Peer refused to start TLS (no TLS offered)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--ssl", "--skip-ssl"})
  void letsServerStayInClearIfItMay(String option) throws Exception {
    RunningProxy proxy =
        proxy(
            option.equals("--ssl") ? SECURE : "",
            requireNonNull(clearServer),
            SECURE_SERVER + " starttls-optional");

    assertThat(query(proxy, "plain/secret", SERVER_SIDE, List.of(option))).isEqualTo("clear\n");
  }

  @Test
  void turnsToTlsWithOpenSsl() throws Exception {
    RunningProxy proxy = proxy(SECURE, server(), SECURE_SERVER);

    String printed =
        SystemProgram.run(
            folder,
            "",
            List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + proxy.port(),
                "-starttls",
                "mysql",
                "-brief"));

    assertThat(printed).contains("CONNECTION ESTABLISHED", "CN = edge");
  }
}
