package io.turnout.proxy;

import static java.util.Objects.requireNonNull;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exim as the mail server, curl and openssl as its clients, with STARTTLS on either side. */
class StartTlsSmtpIT {
  private static final String SECURE = "ssl crt %s starttls smtp";
  private static final String SECURE_SERVER = "ssl verify none starttls smtp";

  /** The one that the distribution has for operators; its places are replaced by the test's. */
  private static final Path EXAMPLE =
      Path.of("..", "distribution/src/main/image/etc/examples/smtp-starttls.cfg");

  private static final String MAIL = "Subject: test\r\n\r\nHello.\r\n";

  @TempDir static Path folder = Path.of("");

  private static @Nullable SystemProgram server;
  private static int port;

  /** Where the server offers no TLS. */
  private static int clearPort;

  private static Path certificate = Path.of("");
  private static Path mailAuthority = Path.of("");
  private static Path mail = Path.of("");
  private static int mails;

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void startServer() throws Exception {
    OpenSslCommand.needed();
    SystemProgram.needs("exim4", "exim4-daemon-light");
    SystemProgram.needs("curl", "curl");
    certificate = OpenSslCommand.certificate(folder, "edge");
    Path own = OpenSslCommand.certificate(folder, "mail.internal");
    mailAuthority = Files.copy(own, folder.resolve("authority.pem"));
    mail = Files.writeString(folder.resolve("mail"), MAIL);
    port = Rig.deadPort();
    clearPort = Rig.deadPort();
    Path config =
        Files.writeString(
            folder.resolve("exim.conf"),
            """
            primary_hostname = mail.example.com
            exim_user = nobody
            exim_group = nogroup
            spool_directory = %1$s
            pid_file_path = %1$s/exim.pid
            tls_advertise_hosts = ${if eq{$received_port}{%3$d}{}{*}}
            tls_certificate = %2$s
            acl_smtp_rcpt = accept
            acl_smtp_helo = hello
            host_lookup =
            rfc1413_hosts =
            keep_environment =
            queue_only
            begin acl
            hello:
              accept
                logwrite = hello from $sender_helo_name
            """
                .formatted(folder, own, clearPort));
    SystemProgram.giveAway(folder);
    server =
        SystemProgram.start(
                folder,
                SystemProgram.unprivileged(
                    List.of(
                        "exim4",
                        "-C",
                        config.toString(),
                        "-bdf",
                        "-oX",
                        "127.0.0.1.%d : 127.0.0.1.%d".formatted(port, clearPort))))
            .awaitPort(port)
            .awaitPort(clearPort);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private RunningProxy proxy(String bind, String toServer, String... lines) {
    return proxy(port, bind, toServer, lines);
  }

  private RunningProxy proxy(int to, String bind, String toServer, String... lines) {
    return rig.proxy(
        """
        listen mail
          bind 127.0.0.1:1 %s
          %s
          server mail 127.0.0.1:%d %s
        """
            .formatted(bind.formatted(certificate), String.join("\n  ", lines), to, toServer));
  }

  /** Sends a mail, and says by which protocol the server got it: with an s at its end by TLS. */
  private static String protocolOfMail(String scheme, RunningProxy proxy, String... options)
      throws IOException {
    mails++;
    String sender = "sender" + mails + "@example.com";
    List<String> command = new ArrayList<>(List.of("curl", "-sSk", "-T", mail.toString()));
    command.addAll(List.of("--mail-from", sender, "--mail-rcpt", "you@example.com"));
    command.addAll(List.of(options));
    command.add(scheme + "://127.0.0.1:" + proxy.port());
    assertThat(SystemProgram.run(folder, "", command)).isEmpty();
    Await.until("the mail is logged", () -> !logged(sender).isEmpty());
    return logged(sender).replaceAll(".* P=(\\S+) .*", "$1");
  }

  /** Exim logs to its error output where it runs without privileges. */
  private static String logged(String sender) {
    return requireNonNull(server)
        .printed()
        .lines()
        .filter(line -> line.contains("<= " + sender + " "))
        .findFirst()
        .orElse("");
  }

  @ParameterizedTest
  @CsvSource({"'', esmtp", SECURE_SERVER + ", esmtps"})
  void clientsStartTls(String toServer, String protocol) throws Exception {
    RunningProxy proxy = proxy(SECURE, toServer);

    assertThat(protocolOfMail("smtp", proxy, "--ssl-reqd")).isEqualTo(protocol);
  }

  @Test
  void exampleGetsMailThroughToServerItVerifies() throws Exception {
    RunningProxy proxy = example(mailAuthority, rig.own(new LogCapture()));

    assertThat(protocolOfMail("smtp", proxy, "--ssl-reqd")).isEqualTo("esmtps");
  }

  @Test
  void exampleRefusesServerOfAnotherAuthority() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    RunningProxy proxy = example(certificate, log);

    assertThat(OpenSslCommand.client(folder, proxy.port(), "NOOP\n", "-starttls", "smtp", "-quiet"))
        .doesNotContain("250 OK");
    assertThat(log.next()).contains("submission/", "unknown CA");
  }

  private RunningProxy example(Path authority, LogCapture log) throws IOException {
    return rig.start(
        Files.readString(EXAMPLE)
            .replace("log stdout format raw local0 info", log.to())
            .replace("/etc/turnout/tls/mail.pem", certificate.toString())
            .replace("/etc/turnout/tls/ca.pem", authority.toString())
            .replace("bind :587", "bind 127.0.0.1:1")
            .replace("10.0.0.11:587", "127.0.0.1:" + port)
            .replace("10.0.0.12:587", "127.0.0.1:" + port));
  }

  @Test
  void clientsInClearGetToServerThatStartsTls() throws Exception {
    assertThat(protocolOfMail("smtp", proxy("", SECURE_SERVER))).isEqualTo("esmtps");
  }

  @Test
  void clientsWithTlsFromFirstByteGetToServerThatStartsTls() throws Exception {
    assertThat(protocolOfMail("smtps", proxy("ssl crt %s", SECURE_SERVER))).isEqualTo("esmtps");
  }

  @ParameterizedTest
  @CsvSource({
    "--ssl-reqd, '', esmtp",
    "--silent, '', esmtp",
    "--ssl-reqd, " + SECURE_SERVER + ", esmtps",
    "--silent, " + SECURE_SERVER + ", esmtps"
  })
  void clientsMayStartTls(String option, String toServer, String protocol) throws Exception {
    RunningProxy proxy = proxy(SECURE + " starttls-optional", toServer);

    assertThat(protocolOfMail("smtp", proxy, option)).isEqualTo(protocol);
  }

  @ParameterizedTest
  @CsvSource({
    "--tls, " + SECURE + ", '', esmtp",
    "--tls, " + SECURE + ", " + SECURE_SERVER + ", esmtps",
    "--tls-optional-strict, " + SECURE + ", " + SECURE_SERVER + ", esmtps",
    "--tls-on-connect, ssl crt %s, " + SECURE_SERVER + ", esmtps",
    "--hide-send, '', " + SECURE_SERVER + ", esmtps"
  })
  void swaksGetsItsMailThrough(String option, String bind, String toServer, String protocol)
      throws Exception {
    SystemProgram.needs("swaks", "swaks");
    assumeTrue(
        SystemProgram.run(folder, "", List.of("swaks", "--support")).contains("=== TLS supported"),
        "swaks has no TLS (Debian: libnet-ssleay-perl)");
    RunningProxy proxy = proxy(bind, toServer);
    mails++;
    String sender = "sender" + mails + "@example.com";
    List<String> command = new ArrayList<>(List.of("swaks", "--from", sender));
    command.addAll(List.of("--server", "127.0.0.1:" + proxy.port(), "--to", "you@example.com"));
    command.addAll(List.of("--helo", "client.example.com", "--body", "Hello."));
    command.addAll(List.of(option.split(" ")));

    String printed = SystemProgram.run(folder, "", command);

    assertThat(printed).contains("<", "250 OK").doesNotContain("***");
    assertThat(printed.contains("TLS started")).isEqualTo(option.startsWith("--tls"));
    Await.until("the mail is logged", () -> !logged(sender).isEmpty());
    assertThat(logged(sender)).contains(" P=" + protocol + " ");
  }

  @Test
  void serverWithoutTlsIsRefused() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    Peer client = rig.connect(proxy(clearPort, "", SECURE_SERVER, log.tcplog(), "retries 0"));

    assertThat(client.receiveAll()).startsWith("220 ").doesNotContain("mail.example.com");

    assertThat(log.next()).contains("mail/mail").contains("no STARTTLS offered");
    assertThat(log.nextTcp().termination()).isEqualTo("SC");
  }

  @ParameterizedTest
  @CsvSource({SECURE + ", --ssl-reqd", "'', --silent"})
  void serverWithoutTlsIsTakenIfItMayBe(String bind, String option) throws Exception {
    RunningProxy proxy = proxy(clearPort, bind, SECURE_SERVER + " starttls-optional");

    assertThat(protocolOfMail("smtp", proxy, option)).isEqualTo("esmtp");
  }

  @Test
  void clientIsGreetedOnce() throws Exception {
    RunningProxy proxy = proxy(SECURE, "");

    String printed =
        OpenSslCommand.client(folder, proxy.port(), "QUIT\n", "-starttls", "smtp", "-quiet");

    assertThat(printed).contains("221 mail.example.com").doesNotContain("220 ");
  }

  @Test
  void serverHearsTheNameOfItsLine() throws Exception {
    RunningProxy proxy = proxy("", SECURE_SERVER + " starttls-name out.example.com");

    assertThat(protocolOfMail("smtp", proxy)).isEqualTo("esmtps");

    assertThat(requireNonNull(server).printed()).contains("hello from out.example.com");
  }

  /** Its own hello was to us, in clear text. */
  @Test
  void serverHearsTheNameOfItsLineForClientThatStaysInClear() throws Exception {
    RunningProxy proxy = proxy(SECURE + " starttls-optional", "starttls-name relay.example.com");

    assertThat(protocolOfMail("smtp", proxy)).isEqualTo("esmtp");

    assertThat(requireNonNull(server).printed()).contains("hello from relay.example.com");
  }

  @ParameterizedTest
  @CsvSource({SECURE + ", ''", "''," + SECURE_SERVER})
  void clientIsGreetedByTheNameOfItsLine(String bind, String toServer) throws Exception {
    String greeting = "220 mx.example.com ESMTP\r\n";
    Peer client = rig.connect(proxy(bind + " starttls-name mx.example.com", toServer));

    assertThat(client.receive(greeting.length())).isEqualTo(greeting);
  }

  @Test
  void refusesClientThatWantsNoTls() throws Exception {
    Peer client = rig.connect(proxy(SECURE, ""));

    client.send("EHLO client\r\nMAIL FROM:<a@example.com>\r\nQUIT\r\n");

    assertThat(client.receiveAll()).contains("530 ").endsWith("\r\n");
  }

  @Test
  void closesOnCommandsInjectedBehindStartTls() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    Peer client = rig.connect(proxy(SECURE, "", log.to()));

    client.send("EHLO client\r\nSTARTTLS\r\nNOOP\r\n");

    assertThat(client.receiveAll()).startsWith("220 ").contains("STARTTLS").doesNotContain("\n220");
    assertThat(log.next()).contains("behind the request to start TLS");
  }
}
