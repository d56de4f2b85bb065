package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.OpenSsl;
import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProgramLog;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.TestCertificates;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For whom a server of OpenSSL is asked. */
class ServerNameIT {
  @TempDir static Path folder;
  private static TestCertificates certificates;

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void makeAuthority() throws Exception {
    OpenSslCommand.needed();
    certificates = new TestCertificates(folder);
  }

  private static String listen(String words, int port) {
    return """
    listen front
      bind 127.0.0.1:1
      server s1 127.0.0.1:%d ssl ca-file %s %s
    """
        .formatted(port, certificates.authority(), words);
  }

  @ParameterizedTest
  @CsvSource({
    "conscrypt, my_service.internal, my_service.internal",
    "jdk, my_service.internal, my_service.internal",
    "jdk, my_service, my_service",
    "conscrypt, bücher.example, xn--bcher-kva.example",
    "jdk, bücher.example, xn--bcher-kva.example",
  })
  void namesAreSentAndVerified(String engine, String name, String sent) throws Exception {
    Path identity = certificates.issue(sent);
    OpenSsl.Server server =
        rig.own(
            new OpenSsl.Server(
                identity, "-servername", sent, "-cert2", identity + "", "-key2", identity + ""));
    Peer client =
        rig.connect(rig.proxy(listen("sni str(" + name + ") tls-engine " + engine, server.port())));

    client.send("hello\n");

    assertThat(server.awaitLine("Hostname in TLS extension"))
        .isEqualTo("Hostname in TLS extension: \"" + sent + "\"");
    server.awaitLine("hello");
  }

  @Test
  void whatIsNotSentIsTold() {
    ProgramLog troubles = rig.own(new ProgramLog());

    rig.proxy(listen("sni str(my_service) tls-engine conscrypt", 9));
    rig.proxy(listen("sni str(192.0.2.1) tls-engine jdk", 9));

    assertThat(troubles.messages())
        .containsExactly(
            "TRN-3016 TLS (server s1, test.cfg:11): sni: engine conscrypt: it asks no server for"
                + " 'my_service', as there is no dot in it; the certificate has to be for it all"
                + " the same. Use the engine jdk to ask for it",
            "TRN-3016 TLS (server s1, test.cfg:11): sni: '192.0.2.1' is an address, for which no"
                + " server is asked; its certificate has to be for it all the same. Write"
                + " 'verifyhost 192.0.2.1' in place of it");
  }
}
