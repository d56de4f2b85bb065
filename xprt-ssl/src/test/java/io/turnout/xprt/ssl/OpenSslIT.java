package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Policy;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against OpenSSL, on real sockets. */
class OpenSslIT {
  private static final String NAME = "www.example.com";

  @TempDir Path folder;
  private RealLoop loop;

  @BeforeEach
  void start() {
    assumeTrue(OpenSsl.isThere(), "openssl is not installed");
    loop = new RealLoop();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (loop != null) {
      loop.close();
    }
  }

  private static TlsSettings front(Engine engine) {
    return TlsSettings.front(Certificates.show("server-ec.pem", "server-rsa.pem"))
        .withEngine(engine)
        .withPolicy(new Policy("", "", "", "", "", List.of("h2", "http/1.1")));
  }

  private int serve(TlsSettings settings) {
    return loop.serve(EngineConformance.context(settings).factory());
  }

  @ParameterizedTest
  @CsvSource({
    "JDK,-tls1_2,TLSv1.2",
    "JDK,-tls1_3,TLSv1.3",
    "CONSCRYPT,-tls1_2,TLSv1.2",
    "CONSCRYPT,-tls1_3,TLSv1.3"
  })
  void answersAClient(Engine engine, String option, String version) throws Exception {
    int port = serve(front(engine));
    String output =
        OpenSsl.client(
            port,
            "hello\n",
            "hello\n",
            option,
            "-servername",
            NAME,
            "-alpn",
            "x,http/1.1",
            "-verify_return_error",
            "-verify_hostname",
            NAME);
    assertThat(output).contains("hello\n");
    assertThat(loop.told()).startsWith(version).contains("sni=" + NAME, "alpn=http/1.1");
    assertThat(loop.told()).isEqualTo("end");
  }

  @ParameterizedTest
  @CsvSource({"JDK,-tls1_2", "JDK,-tls1_3", "CONSCRYPT,-tls1_2", "CONSCRYPT,-tls1_3"})
  void resumesWithAClient(Engine engine, String option) throws Exception {
    int port = serve(front(engine));
    String session = folder.resolve("session").toString();
    OpenSsl.client(port, "aha\n", "aha\n", option, "-sess_out", session, "-servername", NAME);
    assertThat(loop.told()).contains("resumed=false");
    assertThat(loop.told()).isEqualTo("end");
    String output =
        OpenSsl.client(port, "aha\n", "aha\n", option, "-sess_in", session, "-servername", NAME);
    assertThat(output).contains("Reused, TLS");
    assertThat(loop.told()).contains("resumed=true");
  }

  /** As before there were tickets: the server keeps what the id stands for. */
  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void resumesByIdWithAClient(Engine engine) throws Exception {
    int port = serve(front(engine));
    String session = folder.resolve("session").toString();
    String[] options = {"-tls1_2", "-no_ticket", "-servername", NAME, "-sess_out", session};
    String output = OpenSsl.client(port, "aha\n", "aha\n", options);
    assertThat(output).contains("New, TLS").doesNotContain("TLS session ticket");
    assertThat(loop.told()).contains("resumed=false");
    assertThat(loop.told()).isEqualTo("end");
    options[options.length - 2] = "-sess_in";
    assertThat(OpenSsl.client(port, "aha\n", "aha\n", options)).contains("Reused, TLS");
    assertThat(loop.told()).contains("resumed=true");
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void resumesByIdWithAServer(Engine engine) throws Exception {
    TlsContext context =
        EngineConformance.context(
            TlsSettings.back(Trust.NONE).withEngine(engine).withServerName(c -> NAME));
    String file = Certificates.file("server-ec.pem").toString();
    int port = OpenSsl.freePort();
    Process server =
        OpenSsl.server(port, "-tls1_2", "-no_ticket", "-cert", file, "-key", file, "-rev");
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
      OpenSsl.awaitLine(output, "ACCEPT");
      assertThat(reversed(context, port)).isEqualTo("olleh\n");
      assertThat(reversed(context, port)).isEqualTo("olleh\n");
      assertThat(context.counters().full()).isOne();
      assertThat(context.counters().resumed()).isOne();
    } finally {
      server.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({"JDK,-tls1_2", "JDK,-tls1_3", "CONSCRYPT,-tls1_2", "CONSCRYPT,-tls1_3"})
  void sessionGoesOnForNamesOfItsCertificateOnly(Engine engine, String option) throws Exception {
    int port =
        serve(
            TlsSettings.front(Certificates.show("server-ec.pem", "other.pem")).withEngine(engine));
    String session = folder.resolve("session").toString();
    OpenSsl.client(port, "aha\n", "aha\n", option, "-sess_out", session, "-servername", NAME);
    assertThat(loop.told()).contains("resumed=false");
    assertThat(loop.told()).isEqualTo("end");
    String other = "other.example.com";
    String output =
        OpenSsl.client(port, "aha\n", "aha\n", option, "-sess_in", session, "-servername", other);
    assertThat(output).contains("New, TLS").contains("subject=CN = other.example.com");
    assertThat(loop.told()).contains("sni=" + other, "resumed=false");
    assertThat(loop.told()).isEqualTo("end");
    for (String same : List.of("a.example.org", NAME)) {
      output =
          OpenSsl.client(port, "aha\n", "aha\n", option, "-sess_in", session, "-servername", same);
      assertThat(output).contains("Reused, TLS");
      assertThat(loop.told()).contains("sni=" + same, "resumed=true");
      assertThat(loop.told()).isEqualTo("end");
    }
  }

  @ParameterizedTest
  @CsvSource({"JDK,-tls1_2", "JDK,-tls1_3", "CONSCRYPT,-tls1_2", "CONSCRYPT,-tls1_3"})
  void asksForAClientsCertificate(Engine engine, String option) throws Exception {
    TlsContext context =
        EngineConformance.context(front(engine).withTrust(Certificates.trust(Verify.REQUIRED)));
    int port = loop.serve(context.factory());
    String file = Certificates.file("client.pem").toString();
    OpenSsl.client(port, "aha\n", "aha\n", option, "-cert", file, "-key", file);
    assertThat(loop.told()).contains("peer=CN=client");
    assertThat(loop.told()).isEqualTo("end");
    String output = OpenSsl.client(port, "", "aha\n", option);
    assertThat(output).containsIgnoringCase("alert");
    assertThat(loop.told()).isEqualTo("SSL_CERTIFICATE: no certificate");
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void refusesRenegotiation(Engine engine) throws Exception {
    int port = serve(front(engine));
    String output = OpenSsl.client(port, "R\n", "no end", "-tls1_2");
    assertThat(output).contains("RENEGOTIATING");
    assertThat(loop.told()).startsWith("TLSv1.2");
    assertThat(loop.told()).isEqualTo("error renegotiation is refused");
  }

  /** A server asks for it by a message that is no part of any handshake. */
  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void refusesRenegotiationThatAServerWants(Engine engine) throws Exception {
    TlsContext context = EngineConformance.context(TlsSettings.back(Trust.NONE).withEngine(engine));
    String file = Certificates.file("server-ec.pem").toString();
    int port = OpenSsl.freePort();
    Process server = OpenSsl.server(port, "-tls1_2", "-cert", file, "-key", file);
    try (BufferedReader output =
            new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
        OutputStream commands = server.getOutputStream()) {
      OpenSsl.awaitLine(output, "ACCEPT");
      CompletableFuture<String> refused = new CompletableFuture<>();
      loop.ask(
          context.factory(),
          port,
          asking -> {
            asking.say("hello\n".getBytes(UTF_8));
            asking.watch(talker -> look(talker, refused));
          });
      OpenSsl.awaitLine(output, "hello");
      assertThat(refused).isNotDone();
      commands.write("r\n".getBytes(UTF_8));
      commands.flush();
      assertThat(refused.get(20, TimeUnit.SECONDS))
          .isEqualTo("SSL_RECORD renegotiation is refused");
      assertThat(context.counters().full()).isOne();
    } finally {
      server.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void refusesWhatIsOldAndWeak(Engine engine) throws Exception {
    int port = serve(front(engine));
    for (String[] options :
        new String[][] {
          {"-tls1_1", "-cipher", "ALL:@SECLEVEL=0"}, {"-tls1_2", "-cipher", "kRSA:@SECLEVEL=0"}
        }) {
      assertThat(OpenSsl.client(port, "", "no end", options)).contains("alert");
      assertThat(loop.told()).startsWith("SSL_HANDSHAKE: no shared ");
    }
  }

  /** Conscrypt has no choice among those of TLS 1.3, and warns of that. */
  @Test
  void agreesOnNoOtherSuiteOfTls13() throws Exception {
    String wanted = "TLS_CHACHA20_POLY1305_SHA256";
    int port = serve(front(Engine.JDK).withPolicy(new Policy("", "", "", wanted, "", List.of())));
    assertThat(OpenSsl.client(port, "aha\n", "aha\n", "-tls1_3"))
        .contains("New, TLSv1.3, Cipher is " + wanted);
    assertThat(loop.told()).startsWith("TLSv1.3 " + wanted);
    assertThat(loop.told()).isEqualTo("end");
    String others = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384";
    assertThat(OpenSsl.client(port, "", "no end", "-tls1_3", "-ciphersuites", others))
        .contains("alert");
    assertThat(loop.told()).startsWith("SSL_HANDSHAKE: no shared cipher");
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void showsTheAuthoritysWordIfItCan(Engine engine) throws Exception {
    TlsContext context =
        EngineConformance.context(
            TlsSettings.front(Certificates.show("stapled.pem")).withEngine(engine));
    String output = OpenSsl.client(loop.serve(context.factory()), "aha\n", "aha\n", "-status");
    if (context.warnings().isEmpty()) {
      assertThat(output).contains("OCSP Response Status: successful");
    } else {
      assertThat(output).contains("OCSP response: no response sent");
      assertThat(context.warnings()).singleElement().asString().contains(".ocsp");
    }
    assertThat(context.warnings().isEmpty()).isEqualTo(engine == Engine.CONSCRYPT);
  }

  @ParameterizedTest
  @CsvSource({"JDK,-tls1_2", "JDK,-tls1_3", "CONSCRYPT,-tls1_2", "CONSCRYPT,-tls1_3"})
  void exchangesKeysOnTheCurvesThatItMay(Engine engine, String option) throws Exception {
    TlsSettings strong =
        TlsSettings.front(Certificates.show("server-rsa.pem"))
            .withEngine(engine)
            .withPolicy(new Policy("", "", "", "", "x448:P-384", List.of()));
    int port = serve(strong);
    String output = OpenSsl.client(port, "aha\n", "aha\n", option, "-groups", "X25519:P-256:P-384");
    assertThat(output).contains("Server Temp Key: ECDH, secp384r1");
    assertThat(loop.told()).startsWith("TLSv1.");
    assertThat(loop.told()).isEqualTo("end");
    output = OpenSsl.client(port, "", "no end", option, "-groups", "X25519:P-256");
    assertThat(output).contains("alert");
    assertThat(loop.told()).startsWith("SSL_HANDSHAKE: no shared cipher");
  }

  @ParameterizedTest
  @CsvSource({
    "JDK,-tls1_2,X25519:P-256",
    "JDK,-tls1_3,X25519:P-256",
    "JDK,-tls1_3,P-384",
    "CONSCRYPT,-tls1_2,X25519:P-256",
    "CONSCRYPT,-tls1_3,X25519:P-256",
    "CONSCRYPT,-tls1_3,P-384"
  })
  void asksAServer(Engine engine, String option, String curve) throws Exception {
    TlsContext context =
        EngineConformance.context(
            TlsSettings.back(Certificates.trust(Verify.REQUIRED))
                .withEngine(engine)
                .withServerName(c -> NAME)
                .withCertificates(Certificates.show("client.pem"))
                .withPolicy(new Policy("", "", "", "", "", List.of("h2"))));
    String file = Certificates.file("server-ec.pem").toString();
    int port = OpenSsl.freePort();
    Process server =
        OpenSsl.server(
            port,
            option,
            // With a curve that the client has guessed no key for, it asks for another hello.
            "-curves",
            curve,
            "-cert",
            file,
            "-key",
            file,
            "-cert_chain",
            file,
            "-alpn",
            "h2",
            "-rev",
            "-CAfile",
            Certificates.file("ca.pem").toString(),
            "-Verify",
            "3",
            "-verify_return_error");
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
      OpenSsl.awaitLine(output, "ACCEPT");
      assertThat(reversed(context, port)).isEqualTo("olleh\nh2");
      assertThat(reversed(context, port)).isEqualTo("olleh\nh2");
      assertThat(context.counters().full()).isOne();
      assertThat(context.counters().resumed()).isOne();
    } finally {
      server.destroyForcibly();
    }
  }

  private String reversed(TlsContext context, int port) throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    loop.ask(
        context.factory(),
        port,
        asking -> {
          asking.say("hello\n".getBytes(UTF_8));
          asking.watch(talker -> look(talker, heard));
        });
    return heard.get(20, TimeUnit.SECONDS);
  }

  private static void look(Talker talker, CompletableFuture<String> heard) {
    if (talker.hasFailed() && !heard.isDone()) {
      heard.complete(talker.connection.error() + " " + talker.connection.errorDetail());
      talker.close();
    } else if (talker.isReady() && talker.heard().length == 6 && !heard.isDone()) {
      String alpn = talker.secure().alpn();
      talker.close();
      heard.complete(new String(talker.heard(), UTF_8) + alpn);
    }
  }
}
