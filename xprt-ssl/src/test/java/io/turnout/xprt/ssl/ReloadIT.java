package io.turnout.xprt.ssl;

import static io.turnout.xprt.ssl.Authority.ALWAYS;
import static io.turnout.xprt.ssl.TrustIT.TRUSTED;
import static io.turnout.xprt.ssl.TrustIT.refusal;
import static io.turnout.xprt.ssl.TrustIT.show;
import static io.turnout.xprt.ssl.TrustIT.trust;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What else than certificates is read again, and that no session outlives what it was for. */
class ReloadIT {
  @TempDir Path folder;

  @BeforeEach
  void needsOpenSsl() {
    assumeTrue(OpenSsl.isThere(), "openssl is not installed");
  }

  private static TlsContext serving(Engine engine, Path shown, @Nullable Trust trust) {
    TlsSettings settings = TlsSettings.front(show(shown)).withEngine(engine);
    return EngineConformance.context(trust == null ? settings : settings.withTrust(trust));
  }

  private static TlsContext asking(Engine engine, Path shown, Trust trust) {
    return EngineConformance.context(
        TlsSettings.back(trust)
            .withEngine(engine)
            .withCertificates(show(shown))
            .withServerName(connection -> "www.example.com"));
  }

  private static void replace(Path file, Path by) throws Exception {
    Files.copy(by, file, StandardCopyOption.REPLACE_EXISTING);
  }

  @ParameterizedTest
  @CsvSource({"JDK,true", "JDK,false", "CONSCRYPT,true", "CONSCRYPT,false"})
  void listOfTheRevokedIsReadAgain(Engine engine, boolean byClient) throws Exception {
    Authority authority = new Authority(folder);
    Path shown = authority.issue("shown", ALWAYS);
    Trust judging = trust(authority.certificate(), authority.list(ALWAYS));
    TlsContext server = serving(engine, shown, byClient ? null : judging);
    TlsContext client = asking(engine, shown, byClient ? judging : Trust.NONE);
    TlsContext judge = byClient ? client : server;
    assertThat(refusal(server, client, byClient)).isEqualTo(TRUSTED);
    authority.revoke("shown");
    authority.list(ALWAYS);
    assertThat(refusal(server, client, byClient)).isEqualTo(TRUSTED);
    judge.reload();
    assertThat(refusal(server, client, byClient)).isEqualTo("certificate was revoked");
  }

  @ParameterizedTest
  @CsvSource({"JDK,true", "JDK,false", "CONSCRYPT,true", "CONSCRYPT,false"})
  void authoritiesAreReadAgain(Engine engine, boolean byClient) throws Exception {
    Authority one = new Authority(Files.createDirectory(folder.resolve("one")));
    Authority another = new Authority(Files.createDirectory(folder.resolve("another")));
    Path shown = one.issue("shown", ALWAYS);
    Path trusted = Files.copy(one.certificate(), folder.resolve("trusted.pem"));
    Trust judging = trust(trusted, null);
    TlsContext server = serving(engine, shown, byClient ? null : judging);
    TlsContext client = asking(engine, shown, byClient ? judging : Trust.NONE);
    TlsContext judge = byClient ? client : server;
    assertThat(refusal(server, client, byClient)).isEqualTo(TRUSTED);
    replace(trusted, another.certificate());
    assertThat(refusal(server, client, byClient)).isEqualTo(TRUSTED);
    judge.reload();
    assertThat(refusal(server, client, byClient)).isEqualTo("unknown CA");
    replace(trusted, one.certificate());
    judge.reload();
    assertThat(refusal(server, client, byClient)).isEqualTo(TRUSTED);
  }

  /** Conscrypt's alone, as the JDK's engine shows none. */
  @Test
  void authoritysWordIsReadAgain() throws Exception {
    Path shown = Files.copy(Certificates.file("stapled.pem"), folder.resolve("site.pem"));
    Path word = folder.resolve("site.pem.ocsp");
    TlsContext server = serving(Engine.CONSCRYPT, shown, null);
    RealLoop loop = new RealLoop();
    try {
      int port = loop.serve(server.factory());
      assertThat(word(port)).contains("no response sent");
      Files.copy(Certificates.file("stapled.pem.ocsp"), word);
      assertThat(word(port)).contains("no response sent");
      server.reload();
      assertThat(word(port)).contains("OCSP Response Status: successful");
      Files.delete(word);
      server.reload();
      assertThat(word(port)).contains("no response sent");
    } finally {
      loop.close();
    }
  }

  private static String word(int port) throws Exception {
    return OpenSsl.client(port, "aha\n", "aha\n", "-status");
  }
}
