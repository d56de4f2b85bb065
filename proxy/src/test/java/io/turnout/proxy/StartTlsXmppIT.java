package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.SystemProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prosody as the XMPP server, with STARTTLS on either side of the proxy. */
class StartTlsXmppIT {
  private static final String DOMAIN = "example.com";
  private static final String SECURE_SERVER = "ssl verify none starttls xmpp starttls-name ";
  private static final String STREAM =
      "<?xml version='1.0'?><stream:stream to='example.com' xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'></stream:stream>";

  @TempDir static Path folder = Path.of("");

  private static @Nullable SystemProgram server;
  private static int port;
  private static Path certificate = Path.of("");

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void startServer() throws Exception {
    OpenSslCommand.needed();
    SystemProgram.needs("prosody", "prosody");
    certificate = OpenSslCommand.certificate(folder, "edge");
    Path own = OpenSslCommand.certificate(folder, DOMAIN);
    port = Rig.deadPort();
    Path config =
        Files.writeString(
            folder.resolve("prosody.lua"),
            """
            data_path = "%1$s"
            pidfile = "%1$s/prosody.pid"
            certificates = "%1$s"
            interfaces = { "127.0.0.1" }
            c2s_ports = { %2$d }
            c2s_direct_tls_ports = {}
            s2s_ports = {}
            modules_enabled = { "tls", "saslauth" }
            modules_disabled = { "s2s" }
            c2s_require_encryption = true
            ssl = { certificate = "%3$s", key = "%3$s" }
            log = { info = "*console" }
            VirtualHost "%4$s"
            """
                .formatted(folder, port, own, DOMAIN));
    SystemProgram.giveAway(folder);
    server =
        SystemProgram.start(
                folder,
                SystemProgram.unprivileged(List.of("prosody", "-F", "--config", config.toString())))
            .awaitPort(port);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private RunningProxy proxy(String bind, String toServer, String... lines) {
    return rig.proxy(
        """
        listen chat
          bind 127.0.0.1:1 %s
          %s
          server chat 127.0.0.1:%d %s
        """
            .formatted(bind.formatted(certificate), String.join("\n  ", lines), port, toServer));
  }

  /** Without TLS the server would ask for it first. */
  @ParameterizedTest
  @ValueSource(strings = {"ssl crt %s", "ssl crt %s starttls xmpp"})
  void serverIsAskedForItsDomain(String bind) throws Exception {
    RunningProxy proxy = proxy(bind, SECURE_SERVER + DOMAIN);
    boolean later = bind.contains("starttls");

    String printed =
        OpenSslCommand.client(
            folder,
            proxy.port(),
            STREAM,
            later
                ? new String[] {"-quiet", "-starttls", "xmpp", "-xmpphost", DOMAIN}
                : new String[] {"-quiet"});

    assertThat(printed).contains("from='" + DOMAIN + "'", "SCRAM-SHA-1").doesNotContain("starttls");
  }

  @Test
  void serverThatDoesNotServeTheDomainIsOneClearLine() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    Peer client = rig.connect(proxy("", SECURE_SERVER + "localhost", log.tcplog(), "retries 0"));

    assertThat(client.drain().bytes()).isZero();

    assertThat(log.next()).contains("chat/chat");
    assertThat(log.nextTcp().termination()).isEqualTo("SC");
  }
}
