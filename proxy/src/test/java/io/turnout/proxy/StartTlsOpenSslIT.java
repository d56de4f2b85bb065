package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protocols that openssl knows how to start TLS in, in front of a server in clear text. */
class StartTlsOpenSslIT {
  @TempDir static Path folder = Path.of("");

  private static Path certificate = Path.of("");

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void makeCertificate() throws IOException {
    OpenSslCommand.needed();
    certificate = OpenSslCommand.certificate(folder, "edge");
  }

  private static void answer(Peer peer, String greeting) throws IOException {
    peer.send(greeting.replace("|", "\r\n"));
    peer.receive("HELLO\r\n".length());
    peer.send("200 inside of TLS\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "smtp, smtp, 220 server|",
    "lmtp, lmtp, 220 server|",
    "imap, imap, * OK server|",
    "pop3, pop3, +OK server|",
    "ftp, ftp, 220-server|220 ready|",
    "nntp, nntp, 200 server|",
    "sieve, sieve, '\"SIEVE\" \"fileinto\"|OK \"server\"|'",
    "xmpp, xmpp, ''",
    "xmpp, xmpp-server, ''",
    "ldap, ldap, ''",
    "postgres, postgres, ''"
  })
  void startsTls(String protocol, String inOpenSsl, String greeting) throws Exception {
    TestServer server = rig.server(peer -> answer(peer, greeting));
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1 ssl crt %s starttls %s
              server s1 127.0.0.1:%d
            """
                .formatted(certificate, protocol, server.port()));

    String printed =
        OpenSslCommand.client(folder, proxy.port(), "HELLO\n", "-starttls", inOpenSsl, "-brief");

    assertThat(printed).contains("CONNECTION ESTABLISHED", "200 inside of TLS");
  }
}
