package io.turnout.xprt.ssl;

import static io.turnout.xprt.ssl.Authority.ALWAYS;
import static io.turnout.xprt.ssl.Authority.LONG_AGO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.tck.sim.SimFaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which certificates are trusted, on both sides. They are made by openssl as a test needs them. */
class TrustIT {
  static final String TRUSTED = "";
  private static final String UNLISTED =
      "there is no valid revocation list of the authority of a certificate";

  @TempDir Path folder;

  @BeforeEach
  void needsOpenSsl() {
    assumeTrue(OpenSsl.isThere(), "openssl is not installed");
  }

  static TlsSettings.Certificates show(Path file) {
    return TlsSettings.Certificates.of(file);
  }

  static Trust trust(Path authorities, @Nullable Path lists) {
    return new Trust(Verify.REQUIRED, authorities.toString(), lists, "");
  }

  /** Why a client refuses a server's certificate; "" if it does not. */
  private static String ofServer(
      Engine engine, Path shown, Path authorities, @Nullable Path lists) {
    return refusal(
        EngineConformance.context(TlsSettings.front(show(shown))),
        EngineConformance.context(TlsSettings.back(trust(authorities, lists)).withEngine(engine)),
        true);
  }

  /** Why a server refuses a client's certificate; "" if it does not. */
  private static String ofClient(
      Engine engine, Path shown, Path authorities, @Nullable Path lists) {
    return refusal(
        EngineConformance.context(
            TlsSettings.front(Certificates.show("server-ec.pem"))
                .withTrust(trust(authorities, lists))
                .withEngine(engine)),
        EngineConformance.context(TlsSettings.back(Trust.NONE).withCertificates(show(shown))),
        false);
  }

  /** Why one side refuses the other's certificate; "" if it does not. */
  static String refusal(TlsContext serves, TlsContext asks, boolean byClient) {
    SimPair pair = new SimPair(1, SimFaults.NONE, serves.factory(), 16384);
    Talker client = pair.connect(asks.factory());
    Talker server = pair.server();
    Talker judge = byClient ? client : server;
    pair.until(() -> judge.isReady() || judge.hasFailed());
    String refusal = judge.connection.errorDetail();
    client.close();
    server.close();
    return refusal;
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "CONSCRYPT"})
  void noListIsFetchedFromWhereACertificateSays(Engine engine) throws Exception {
    try (ServerSocket web = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Authority authority = new Authority(folder);
      Path named =
          authority.issue(
              "named",
              ALWAYS,
              "crlDistributionPoints = URI:http://127.0.0.1:" + web.getLocalPort() + "/list.crl",
              "authorityInfoAccess = OCSP;URI:http://127.0.0.1:" + web.getLocalPort() + "/ocsp");
      Path lists = new Authority(Files.createDirectory(folder.resolve("else"))).list(ALWAYS);
      web.setSoTimeout(1);
      assertThat(ofServer(engine, named, authority.certificate(), lists)).isEqualTo(UNLISTED);
      assertThat(ofClient(engine, named, authority.certificate(), lists)).isEqualTo(UNLISTED);
      assertThat(hasVisitor(web)).isFalse();
    }
  }

  private static boolean hasVisitor(ServerSocket web) throws IOException {
    try {
      web.accept().close();
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "CONSCRYPT"})
  void revokedCertificatesAreRefusedOnBothSides(Engine engine) throws Exception {
    Authority authority = new Authority(folder);
    Path good = authority.issue("good", ALWAYS);
    Path bad = authority.issue("bad", ALWAYS);
    authority.revoke("bad");
    Path lists = authority.list(ALWAYS);
    Path trusted = authority.certificate();
    assertThat(ofServer(engine, good, trusted, lists)).isEqualTo(TRUSTED);
    assertThat(ofClient(engine, good, trusted, lists)).isEqualTo(TRUSTED);
    assertThat(ofServer(engine, bad, trusted, lists)).isEqualTo("certificate was revoked");
    assertThat(ofClient(engine, bad, trusted, lists)).isEqualTo("certificate was revoked");
    assertThat(ofServer(engine, bad, trusted, null)).isEqualTo(TRUSTED);
  }

  /** What stands in the file of authorities is trusted, and no more than that. */
  @ParameterizedTest
  @EnumSource(names = {"JDK", "CONSCRYPT"})
  void trustedCertificatesHaveToBeGoodThemselves(Engine engine) throws Exception {
    Authority authority = new Authority(folder);
    Path good = authority.issue("good", ALWAYS);
    Path old = authority.issue("old", LONG_AGO);
    Path future = authority.issue("future", "21190101000000Z 21200101000000Z");
    Path bad = authority.issue("bad", ALWAYS);
    authority.revoke("bad");
    Path lists = authority.list(ALWAYS);
    assertThat(ofServer(engine, good, good, lists)).isEqualTo(TRUSTED);
    assertThat(ofClient(engine, good, good, lists)).isEqualTo(TRUSTED);
    assertThat(ofServer(engine, old, old, null)).isEqualTo("certificate has expired");
    assertThat(ofClient(engine, old, old, null)).isEqualTo("certificate has expired");
    assertThat(ofServer(engine, future, future, null)).isEqualTo("certificate is not valid yet");
    assertThat(ofServer(engine, bad, bad, lists)).isEqualTo("certificate was revoked");
    assertThat(ofClient(engine, bad, bad, lists)).isEqualTo("certificate was revoked");
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "CONSCRYPT"})
  void trustedCertificatesHaveToBeForTheirUse(Engine engine) throws Exception {
    Authority authority = new Authority(folder);
    Path asks = authority.issue("asks", ALWAYS, "extendedKeyUsage = clientAuth");
    Path serves = authority.issue("serves", ALWAYS, "extendedKeyUsage = serverAuth");
    assertThat(ofServer(engine, serves, serves, null)).isEqualTo(TRUSTED);
    assertThat(ofClient(engine, asks, asks, null)).isEqualTo(TRUSTED);
    assertThat(ofServer(engine, asks, asks, null)).isEqualTo("certificate is not for a server");
    assertThat(ofClient(engine, serves, serves, null)).isEqualTo("certificate is not for a client");
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "CONSCRYPT"})
  void authoritiesThatHaveExpiredAreNone(Engine engine) throws Exception {
    Authority authority = new Authority(folder, LONG_AGO);
    Path good = authority.issue("good", ALWAYS);
    assertThat(ofServer(engine, good, authority.certificate(), null))
        .isEqualTo("certificate has expired");
    assertThat(ofClient(engine, good, authority.certificate(), null))
        .isEqualTo("certificate has expired");
  }

  /** It is the key that counts, and not the name. */
  @ParameterizedTest
  @EnumSource(names = {"JDK", "CONSCRYPT"})
  void expiredAuthorityIsNoneBesideOneOfItsName(Engine engine) throws Exception {
    Authority old = new Authority(Files.createDirectory(folder.resolve("old")), LONG_AGO);
    Authority renewed = new Authority(Files.createDirectory(folder.resolve("renewed")));
    Path both =
        Files.writeString(
            folder.resolve("both.pem"),
            Files.readString(old.certificate()) + Files.readString(renewed.certificate()));
    assertThat(ofServer(engine, old.issue("good", ALWAYS), both, null))
        .isEqualTo("certificate has expired");
    assertThat(ofServer(engine, renewed.issue("good", ALWAYS), both, null)).isEqualTo(TRUSTED);
  }

  @Test
  void keysForPssAloneAreShownByTheEngineThatHasThem() throws Exception {
    Authority authority = new Authority(folder);
    Path pss =
        authority.issueFor(
            "pss", List.of("-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"), ALWAYS);
    TlsSettings serves = TlsSettings.front(show(pss)).withEngine(Engine.JDK);
    TlsSettings asks = TlsSettings.back(trust(authority.certificate(), null));
    assertThat(
            refusal(
                EngineConformance.context(serves),
                EngineConformance.context(asks.withEngine(Engine.JDK)),
                true))
        .isEqualTo(TRUSTED);
    TlsSettings cannot = serves.withEngine(Engine.CONSCRYPT);
    assertThatThrownBy(() -> new SslProvider().newContext(cannot, new Traces()))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("its key is for RSASSA-PSS alone");
  }

  @Test
  void listThatHasExpiredIsNone() throws Exception {
    Authority authority = new Authority(folder);
    Path good = authority.issue("good", ALWAYS);
    Path old = authority.list(LONG_AGO);
    assertThat(ofServer(Engine.JDK, good, authority.certificate(), old)).isEqualTo(UNLISTED);
    assertThat(ofClient(Engine.JDK, good, authority.certificate(), old)).isEqualTo(UNLISTED);
  }

  /** Their number is what counts: to find a way through many costs more than a loop has. */
  @ParameterizedTest
  @EnumSource(names = {"JDK", "CONSCRYPT"})
  void chainsOfManyCertificatesAreRefused(Engine engine) throws Exception {
    Authority authority = new Authority(folder);
    Path good = authority.issue("good", ALWAYS);
    Path root = authority.certificate();
    assertThat(ofServer(engine, chain(good, root, 10), root, null)).isEqualTo(TRUSTED);
    assertThat(ofClient(engine, chain(good, root, 8), root, null)).isEqualTo(TRUSTED);
    assertThat(ofServer(engine, chain(good, root, 11), root, null))
        .isEqualTo(longChain(engine, 11, 10));
    assertThat(ofClient(engine, chain(good, root, 9), root, null))
        .isEqualTo(longChain(engine, 9, 8));
  }

  /** The JDK's engine has a limit of its own, which comes first. */
  private static String longChain(Engine engine, int count, int most) {
    String text =
        engine == Engine.JDK
            ? "The certificate chain length (%d) exceeds the maximum allowed length (%d)"
            : "chain of %d certificates, at most %d";
    return text.formatted(count, most);
  }

  /** A chain of so many certificates. */
  private Path chain(Path leaf, Path root, int count) throws IOException {
    return Files.writeString(
        folder.resolve("chain.pem"),
        Files.readString(leaf) + Files.readString(root).repeat(count - 1));
  }
}
