package io.turnout.proxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.PostgresServer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.SystemProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

/** PostgreSQL's driver for Java: TLS without asking first, and logins that are bound to TLS. */
class PostgresDriverIT {
  private static final String SECURE_SERVER = "ssl verify none starttls postgres";

  @TempDir static Path folder = Path.of("");

  private static @Nullable PostgresServer server;
  private static Path certificate = Path.of("");
  private static Path sameAsServer = Path.of("");

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void startServer() throws Exception {
    OpenSslCommand.needed();
    certificate = OpenSslCommand.certificate(folder, "edge");
    Path own = OpenSslCommand.certificate(folder, "database");
    sameAsServer = Files.copy(own, folder.resolve("same.pem"));
    server = PostgresServer.start(folder, own);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private RunningProxy proxy(Path shown, String bind, String toServer) {
    return rig.proxy(
        """
        listen database
          bind 127.0.0.1:1 ssl crt %s starttls postgres %s
          server db 127.0.0.1:%d %s
        """
            .formatted(shown, bind, requireNonNull(server).port(), toServer));
  }

  /** Whether a login succeeds, and what the server takes its client for. */
  private static String login(RunningProxy proxy, String user, String... options)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", PostgresServer.PASSWORD);
    properties.setProperty("sslmode", "require");
    for (String option : options) {
      String[] word = option.split("=", 2);
      properties.setProperty(word[0], word[1]);
    }
    String url = "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres";
    try (Connection connection = requireNonNull(new Driver().connect(url, properties));
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
      assertThat(rows.next()).isTrue();
      return rows.getBoolean(1) ? "tls" : "clear";
    }
  }

  @ParameterizedTest
  @CsvSource({
    "postgres, '', clear",
    "direct, '', clear",
    "postgres, ssl verify none starttls postgres, tls",
    "direct, ssl verify none starttls postgres, tls",
    "direct, ssl verify none starttls postgres tls-engine jdk, tls"
  })
  void beginsTlsAtOnceOrAsksForItFirst(String negotiation, String toServer, String expected)
      throws Exception {
    RunningProxy proxy = proxy(certificate, "", toServer);

    assertThat(login(proxy, "postgres", "sslNegotiation=" + negotiation)).isEqualTo(expected);
  }

  /** A client of PostgreSQL's from version 17 on leaves if nothing is agreed on. */
  @ParameterizedTest
  @CsvSource({
    "'', ALPN protocol: postgresql",
    "tls-engine jdk, ALPN protocol: postgresql",
    "no-alpn, No ALPN negotiated",
    "alpn x, No ALPN negotiated"
  })
  void agreesOnTheProtocolUnlessToldOtherwise(String bind, String printed) throws Exception {
    RunningProxy proxy = proxy(certificate, bind, "");

    String shown =
        SystemProgram.run(
            folder,
            "",
            List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + proxy.port(),
                "-alpn",
                "postgresql"));

    assertThat(shown).contains(printed);
  }

  /** With TLS on both sides a server binds a login to the certificate that it has shown itself. */
  @Test
  void loginIsNotBoundToTheEdgesCertificate() {
    RunningProxy proxy = proxy(certificate, "", SECURE_SERVER);

    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> login(proxy, PostgresServer.USER, "channelBinding=prefer"))
        .withMessageContaining("channel binding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", SECURE_SERVER})
  void loginNeedsNoBinding(String toServer) throws Exception {
    RunningProxy proxy = proxy(certificate, "", toServer);

    assertThat(login(proxy, PostgresServer.USER, "channelBinding=disable")).isNotEmpty();
  }

  @Test
  void loginIsBoundToACertificateThatBothShow() throws Exception {
    RunningProxy proxy = proxy(sameAsServer, "", SECURE_SERVER);

    assertThat(login(proxy, PostgresServer.USER, "channelBinding=require")).isEqualTo("tls");
  }

  @Test
  void serverInClearOffersNoBinding() throws Exception {
    RunningProxy proxy = proxy(certificate, "", "");

    assertThat(login(proxy, PostgresServer.USER, "channelBinding=prefer")).isEqualTo("clear");
  }
}
