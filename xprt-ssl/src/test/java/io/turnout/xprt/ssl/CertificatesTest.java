package io.turnout.xprt.ssl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsFailure;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Policy;
import io.turnout.spi.TlsSettings.Source;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.tck.sim.SimFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from files, and which of it is shown to whom. */
class CertificatesTest {
  @TempDir Path folder;

  private static TlsContext context(TlsSettings settings) throws OptionException {
    return new SslProvider().newContext(settings.withEngine(Engine.JDK), new Traces());
  }

  private static TlsSettings front(String... files) {
    return TlsSettings.front(Certificates.show(files));
  }

  private TlsSettings frontOf(Path... files) {
    return TlsSettings.front(TlsSettings.Certificates.of(files));
  }

  private TlsSettings listed(boolean strict, String... lines) throws IOException {
    Path list = folder.resolve("list");
    Files.write(list, List.of(lines));
    return TlsSettings.front(
        new TlsSettings.Certificates(List.of(new Source.Listed(list)), strict));
  }

  private Path copy(String name) throws IOException {
    return Files.copy(
        Certificates.file(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The name of the certificate that a client sees, and the kind of its key. */
  private static String shown(TlsContext server, @Nullable String name, Policy clients)
      throws OptionException {
    SimPair pair = new SimPair(1, SimFaults.NONE, server.factory(), 16384);
    TlsContext trusting =
        context(TlsSettings.back(Trust.NONE).withServerName(c -> name).withPolicy(clients));
    Talker client = pair.connect(trusting.factory());
    Talker answering = pair.server();
    pair.until(() ->
        client.isReady() && answering.isReady() || client.hasFailed() && answering.hasFailed());
    try {
      if (client.hasFailed()) {
        return answering.connection.errorDetail();
      }
      var seen = client.secure().peerCertificate();
      assertThat(seen).isNotNull();
      return seen.getSubjectX500Principal().getName() + " " + seen.getPublicKey().getAlgorithm();
    } finally {
      client.close();
      answering.close();
    }
  }

  private static String shown(TlsContext server, @Nullable String name) throws OptionException {
    return shown(server, name, Policy.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"server-ec.pem", "server-rsa.pem", "other.pem", "beside.crt", "ed25519.pem"})
  void readsKeysInsideAndBesideInAllForms(String file) throws OptionException {
    assertThat(context(front(file)).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          missing.pem       | no such file
          no-key.pem        | there is no key in it, nor in
          wrong-key.pem     | the key does not belong to its first certificate
          encrypted-key.pem | its key is encrypted
          damaged.pem       | is damaged
          other.pem.key     | there is no certificate in it
          root-crl.pem      | there is no certificate in it
          """)
  void saysWhatIsWrongWithAFile(String file, String words) {
    assertThatThrownBy(() -> context(front(file)))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(file)
        .hasMessageContaining(words);
  }

  @Test
  void showsExpiredOnesWithAWarning() throws OptionException {
    assertThat(context(front("expired.pem")).warnings())
        .singleElement()
        .asString()
        .contains("expired.pem", "has expired on 2021-01-01");
  }

  @Test
  void passesOverBadFilesOfAFolder() throws IOException, OptionException {
    copy("server-ec.pem");
    copy("no-key.pem");
    copy("other.pem");
    copy("other.pem.key");
    Files.createFile(folder.resolve(".hidden"));
    TlsContext context = context(frontOf(folder));
    assertThat(context.warnings())
        .singleElement()
        .asString()
        .contains("no-key.pem", "It is left out");
    assertThat(shown(context, "other.example.com")).isEqualTo("CN=other.example.com EC");
  }

  @Test
  void folderWithoutAGoodFileIsAnError() throws IOException {
    copy("no-key.pem");
    assertThatThrownBy(() -> context(frontOf(folder)))
        .hasMessageContaining("no certificate with its key in this folder")
        .hasMessageContaining("no-key.pem");
  }

  @Test
  void choosesByNameAndWildcard() throws OptionException {
    TlsContext server = context(front("other.pem", "server-ec.pem"));
    assertThat(shown(server, "WWW.example.com")).startsWith("CN=www.example.com");
    assertThat(shown(server, "any.example.org")).startsWith("CN=www.example.com");
    assertThat(shown(server, "other.example.com")).startsWith("CN=other.example.com");
    assertThat(shown(server, "two.levels.example.org")).startsWith("CN=other.example.com");
    assertThat(shown(server, "unknown.com")).startsWith("CN=other.example.com");
    assertThat(shown(server, null)).startsWith("CN=other.example.com");
  }

  @Test
  void refusesUnknownNamesWhereThatIsAskedFor() throws OptionException {
    TlsSettings.Certificates strict =
        new TlsSettings.Certificates(
            List.of(new Source.Pem(Certificates.file("server-ec.pem"))), true);
    TlsContext server = context(TlsSettings.front(strict));
    assertThat(shown(server, "www.example.com")).startsWith("CN=www");
    assertThat(shown(server, "unknown.com")).isEqualTo("no certificate for the name 'unknown.com'");
    assertThat(shown(server, null)).isEqualTo("no certificate for the name ''");
    assertThat(server.counters().failed()).containsEntry(TlsFailure.UNKNOWN_NAME, 2L);
  }

  /** Whichever word names it. */
  @Test
  void firstOfTheLineIsForThoseThatAskForNoName() throws IOException, OptionException {
    copy("server-ec.pem");
    Path list = Files.write(folder.resolve("list"), List.of("server-ec.pem"));
    Source listed = new Source.Listed(list);
    Source named = new Source.Pem(Certificates.file("other.pem"));
    TlsContext listFirst =
        context(TlsSettings.front(new TlsSettings.Certificates(List.of(listed, named), false)));
    TlsContext listLast =
        context(TlsSettings.front(new TlsSettings.Certificates(List.of(named, listed), false)));
    assertThat(shown(listFirst, null)).startsWith("CN=www.example.com");
    assertThat(shown(listFirst, "unknown.com")).startsWith("CN=www.example.com");
    assertThat(shown(listLast, null)).startsWith("CN=other.example.com");
    assertThat(shown(listLast, "unknown.com")).startsWith("CN=other.example.com");
  }

  @Test
  void choosesByTheKeyThatTheClientKnows() throws OptionException {
    TlsContext server = context(front("server-rsa.pem", "server-ec.pem"));
    assertThat(shown(server, "www.example.com")).endsWith(" EC");
    Policy rsaOnly = new Policy("", "TLSv1.2", "aRSA", "", "", List.of());
    assertThat(shown(server, null, rsaOnly)).endsWith("RSA");
  }

  @Test
  void listsHaveNamesAndOptions() throws IOException, OptionException {
    copy("server-ec.pem");
    copy("other.pem");
    copy("other.pem.key");
    TlsContext server =
        context(
            listed(
                true,
                "# comment",
                "server-ec.pem *.list.org !no.list.org",
                "",
                "other.pem [alpn h2 ssl-max-ver TLSv1.2] two.list.org"));
    assertThat(shown(server, "one.list.org")).startsWith("CN=www.example.com");
    assertThat(shown(server, "two.list.org")).startsWith("CN=other.example.com");
    assertThat(shown(server, "no.list.org")).startsWith("no certificate");
    assertThat(shown(server, "www.example.com")).startsWith("no certificate");
    Policy newest = new Policy("TLSv1.3", "", "", "", "", List.of());
    assertThat(shown(server, "one.list.org", newest)).startsWith("CN=www.example.com");
    assertThat(shown(server, "two.list.org", newest)).isEqualTo("no shared protocol version");
  }

  /** What a server makes of a client that shows a certificate and asks for a name. */
  private static String answer(TlsContext server, String name, String shown)
      throws OptionException {
    SimPair pair = new SimPair(1, SimFaults.NONE, server.factory(), 16384);
    TlsSettings asks =
        TlsSettings.back(Trust.NONE)
            .withServerName(c -> name)
            .withCertificates(
                shown.isEmpty() ? TlsSettings.Certificates.NONE : Certificates.show(shown));
    Talker client = pair.connect(context(asks).factory());
    Talker answering = pair.server();
    pair.until(() -> answering.isReady() || answering.hasFailed());
    try {
      return answering.hasFailed()
          ? answering.connection.errorDetail()
          : answering.secure().peerVerified() ? "verified" : "unknown";
    } finally {
      client.close();
      answering.close();
    }
  }

  /** Each by its own line, from files beside the list, whatever others ask for. */
  @Test
  void linesOfAListVerifyAsTheySay() throws IOException, OptionException {
    copy("server-ec.pem");
    copy("ca.pem");
    copy("root-crl.pem");
    TlsContext server =
        context(
            listed(
                true,
                "server-ec.pem none.org",
                "server-ec.pem [verify optional ca-file ca.pem] optional.org",
                "server-ec.pem [verify required ca-file ca.pem] required.org",
                "server-ec.pem [verify required ca-file ca.pem crl-file root-crl.pem] lists.org",
                "server-ec.pem [verify required ca-file server-ec.pem] strange.org"));
    assertThat(answer(server, "none.org", "client.pem")).isEqualTo("unknown");
    assertThat(answer(server, "optional.org", "")).isEqualTo("unknown");
    assertThat(answer(server, "optional.org", "client.pem")).isEqualTo("verified");
    assertThat(answer(server, "required.org", "")).isEqualTo("no certificate");
    assertThat(answer(server, "required.org", "revoked.pem")).isEqualTo("verified");
    assertThat(answer(server, "lists.org", "revoked.pem")).isEqualTo("certificate was revoked");
    assertThat(answer(server, "lists.org", "client.pem")).isEqualTo("verified");
    assertThat(answer(server, "strange.org", "client.pem")).isEqualTo("unknown CA");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server-ec.pem [alpn h2          | '[' and ']' stand in pairs
          server-ec.pem [wings big]       | option 'wings' is not known
          server-ec.pem [alpn]            | option 'alpn' is not known, or lacks its value
          server-ec.pem [verify maybe]    | got 'maybe'. Allowed: none, optional, required
          server-ec.pem x [alpn h2]       | a line is a file, options in brackets, names
          """)
  void saysWhatIsWrongWithALine(String line, String words) throws IOException {
    copy("server-ec.pem");
    TlsSettings settings = listed(false, "server-ec.pem", line);
    assertThatThrownBy(() -> context(settings))
        .hasMessageContaining("list:2")
        .hasMessageContaining(words);
  }

  @Test
  void readsAgainForNewConnections() throws IOException, OptionException {
    Path file = folder.resolve("site.pem");
    Files.copy(Certificates.file("server-ec.pem"), file);
    TlsContext server = context(frontOf(file));
    assertThat(shown(server, null)).startsWith("CN=www.example.com");
    Files.copy(Certificates.file("expired.pem"), file, StandardCopyOption.REPLACE_EXISTING);
    server.reload();
    assertThat(server.warnings()).hasSize(1);
    Files.copy(Certificates.file("server-rsa.pem"), file, StandardCopyOption.REPLACE_EXISTING);
    server.reload();
    assertThat(server.warnings()).isEmpty();
    assertThat(shown(server, null)).endsWith("RSA");
  }

  @Test
  void badFileKeepsWhatWasThere() throws IOException, OptionException {
    Path file = folder.resolve("site.pem");
    Files.copy(Certificates.file("server-ec.pem"), file);
    TlsContext server = context(frontOf(file));
    Files.copy(Certificates.file("wrong-key.pem"), file, StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(server::reload).hasMessageContaining("does not belong");
    assertThat(shown(server, null)).startsWith("CN=www.example.com");
  }

  @Test
  void livingConnectionsGoOnOverAReload() throws IOException, OptionException {
    Path file = folder.resolve("site.pem");
    Files.copy(Certificates.file("server-ec.pem"), file);
    TlsContext server = context(frontOf(file));
    SimPair pair = new SimPair(1, SimFaults.NONE, server.factory(), 16384);
    Talker client = pair.connect(context(TlsSettings.back(Trust.NONE)).factory());
    Talker answering = pair.server();
    pair.until(() -> client.isReady() && answering.isReady());
    Files.copy(Certificates.file("server-rsa.pem"), file, StandardCopyOption.REPLACE_EXISTING);
    server.reload();
    client.say(new byte[1000]);
    pair.until(() -> answering.heard().length == 1000);
    client.close();
    answering.close();
  }

  @Test
  void namesWhatIsMissingToVerify() {
    Trust nobody = new Trust(Verify.REQUIRED, "", null, "");
    assertThatThrownBy(() -> context(TlsSettings.back(nobody)))
        .hasMessage(
            "verify required: no authority is named by which to verify. Name a 'ca-file', or say"
                + " 'verify none'");
    Trust missing = new Trust(Verify.REQUIRED, "/nowhere/ca.pem", null, "");
    assertThatThrownBy(() -> context(TlsSettings.back(missing)))
        .hasMessageContaining("/nowhere/ca.pem")
        .hasMessageContaining("no such file");
  }

  @ParameterizedTest
  @CsvSource({
    "SSLv9,,ssl-min-ver: 'SSLv9' is not known",
    ",TLSv1.1,no version is left",
    "TLSv1.3,TLSv1.2,no version is left"
  })
  void refusesVersions(String least, String most, String words) {
    Policy policy =
        new Policy(least == null ? "" : least, most == null ? "" : most, "", "", "", List.of());
    assertThatThrownBy(() -> context(front("server-ec.pem").withPolicy(policy)))
        .hasMessageContaining(words);
  }
}
