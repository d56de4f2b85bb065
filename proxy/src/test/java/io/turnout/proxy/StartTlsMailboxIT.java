package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.SystemProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dovecot as the IMAP and POP3 server, curl and openssl as its clients. */
class StartTlsMailboxIT {
  private static final String SECURE = "ssl crt %s starttls ";

  /** Where the server has none. */
  private static final String WITHOUT_TLS = "127.0.0.2";

  private static final String SECURE_SERVER = "ssl verify none starttls ";

  @TempDir static Path folder = Path.of("");

  private static @Nullable SystemProgram server;
  private static int imap;
  private static int pop3;
  private static Path certificate = Path.of("");
  private static int users;

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void startServer() throws Exception {
    OpenSslCommand.needed();
    SystemProgram.needs("curl", "curl");
    SystemProgram.needs("dovecot", "dovecot-imapd dovecot-pop3d");
    assumeTrue(SystemProgram.root(), "dovecot is started by root only");
    certificate = OpenSslCommand.certificate(folder, "edge");
    Path own = OpenSslCommand.certificate(folder, "mailbox");
    imap = Rig.deadPort();
    pop3 = Rig.deadPort();
    Path config =
        Files.writeString(
            folder.resolve("dovecot.conf"),
            """
            base_dir = %1$s/run
            state_dir = %1$s/run
            log_path = %1$s/log
            protocols = imap pop3
            listen = 127.0.0.1, 127.0.0.2
            ssl = yes
            local 127.0.0.2 {
              ssl = no
            }
            ssl_cert = <%2$s
            ssl_key = <%2$s
            disable_plaintext_auth = no
            default_internal_user = nobody
            default_internal_group = nogroup
            default_login_user = nobody
            mail_location = maildir:%1$s/mail
            service anvil {
              chroot =
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = %3$d
              }
              inet_listener imaps {
                port = 0
              }
            }
            service pop3-login {
              chroot =
              inet_listener pop3 {
                port = %4$d
              }
              inet_listener pop3s {
                port = 0
              }
            }
            passdb {
              driver = static
              args = password=secret
            }
            userdb {
              driver = static
              args = uid=nobody gid=nogroup home=%1$s/mail
            }
            """
                .formatted(folder, own, imap, pop3));
    SystemProgram.giveAway(folder);
    server = SystemProgram.start(folder, List.of("dovecot", "-F", "-c", config.toString()));
    server.awaitPort(imap).awaitPort(pop3);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private RunningProxy proxy(String protocol, String bind, String toServer) {
    return proxy("127.0.0.1", protocol, bind, toServer);
  }

  private RunningProxy proxy(String address, String protocol, String bind, String toServer) {
    return rig.proxy(
        """
        listen mailbox
          bind 127.0.0.1:1 %s
          server mailbox %s:%d %s
        """
            .formatted(
                bind.formatted(certificate),
                address,
                protocol.equals("imap") ? imap : pop3,
                toServer));
  }

  private static String newUser() {
    users++;
    return "user" + users;
  }

  /** What the server wrote of a login: with TLS if there was. */
  private static String login(String user) {
    Await.until("the login is logged", () -> !logged(user).isEmpty());
    return logged(user);
  }

  private static String logged(String user) {
    try (var lines = Files.lines(folder.resolve("log"))) {
      return lines.filter(l -> l.contains("Login: user=<" + user + ">")).findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void curl(String protocol, RunningProxy proxy, String user, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("curl", "-sSk", "-u", user + ":secret"));
    command.addAll(List.of(options));
    command.add(protocol + "://127.0.0.1:" + proxy.port() + "/");
    assertThat(SystemProgram.run(folder, "", command)).doesNotContain("curl:");
  }

  @ParameterizedTest
  @CsvSource({"imap, false", "imap, true", "pop3, false", "pop3, true"})
  void clientsStartTls(String protocol, boolean serverToo) throws Exception {
    RunningProxy proxy =
        proxy(protocol, SECURE + protocol, serverToo ? SECURE_SERVER + protocol : "");
    String user = newUser();

    curl(protocol, proxy, user, "--ssl-reqd");

    assertThat(login(user).contains(", TLS")).isEqualTo(serverToo);
  }

  @ParameterizedTest
  @CsvSource({
    "imap, imap, ''",
    "pop3, pop3, ''",
    "imap, imaps, ssl crt %s",
    "pop3, pop3s, ssl crt %s"
  })
  void serversStartTls(String protocol, String scheme, String bind) throws Exception {
    RunningProxy proxy = proxy(protocol, bind, SECURE_SERVER + protocol);
    String user = newUser();

    curl(scheme, proxy, user);

    assertThat(login(user)).contains(", TLS");
  }

  @ParameterizedTest
  @CsvSource({"imap, --ssl-reqd", "imap, --silent", "pop3, --ssl-reqd", "pop3, --silent"})
  void clientsMayStartTls(String protocol, String option) throws Exception {
    RunningProxy proxy = proxy(protocol, SECURE + protocol + " starttls-optional", "");
    String user = newUser();

    curl(protocol, proxy, user, option);

    assertThat(login(user)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"imap", "pop3"})
  void serverWithoutTlsIsRefused(String protocol) throws Exception {
    LogCapture log = rig.own(new LogCapture());
    String toServer = SECURE_SERVER + protocol + "\n  retries 0\n  " + log.tcplog();
    Peer client = rig.connect(proxy(WITHOUT_TLS, protocol, "", toServer));

    assertThat(client.receiveAll()).doesNotContain("Dovecot");

    assertThat(log.next()).contains("mailbox/mailbox").containsPattern("(?i)TLS");
    assertThat(log.nextTcp().termination()).isEqualTo("SC");
  }

  @ParameterizedTest
  @CsvSource({"imap, --ssl-reqd, true", "imap, --silent, false", "pop3, --ssl-reqd, true"})
  void serverWithoutTlsIsTakenIfItMayBe(String protocol, String option, boolean secure)
      throws Exception {
    String bind = secure ? SECURE + protocol : "";
    String toServer = SECURE_SERVER + protocol + " starttls-optional";
    String user = newUser();

    curl(protocol, proxy(WITHOUT_TLS, protocol, bind, toServer), user, option);

    assertThat(login(user)).doesNotContain(", TLS");
  }

  @ParameterizedTest
  @CsvSource({
    "imap, 'a LOGIN %s secret\nb LOGOUT\n', b OK Logout completed",
    "pop3, 'USER %s\nPASS secret\nQUIT\n', +OK Logging out."
  })
  void opensslStartsTls(String protocol, String said, String answer) throws Exception {
    RunningProxy proxy = proxy(protocol, SECURE + protocol, SECURE_SERVER + protocol);

    String printed =
        OpenSslCommand.client(
            folder, proxy.port(), said.formatted(newUser()), "-starttls", protocol, "-quiet");

    assertThat(printed).contains(answer).doesNotContain("Dovecot");
  }
}
