package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.tck.sim.SimFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a side says at once in a handshake is longer than a record, and than what is held of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LongFlightIT {
  private static final int AUTHORITIES = 7;

  /** Conscrypt's server puts what a client shows into its tickets, for which there is a limit. */
  private static final int FEW = 0;

  private static final int MANY = 3;
  private static final int SEEDS = 20;

  @TempDir static Path folder;
  private static Path authorities;

  /** Each with a name of more than 3 KB. */
  @BeforeAll
  static void makeLongOnes() throws Exception {
    assumeTrue(OpenSsl.isThere(), "openssl is not installed");
    String units = ("/OU=" + "unit".repeat(15)).repeat(45);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < AUTHORITIES; i++) {
      openssl(
          "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout ca%d.key"
              .formatted(i),
          "-out ca%d.pem -subj /CN=authority-%d%s".formatted(i, i, units));
      all.append(pem("ca" + i + ".pem"));
    }
    openssl(
        "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout leaf.key",
        "-out leaf.csr -subj /CN=client");
    openssl("x509 -req -in leaf.csr -CA ca0.pem -CAkey ca0.key -days 30 -out leaf.pem");
    authorities = Files.writeString(folder.resolve("all.pem"), all);
  }

  /** A client's certificate, and so many others behind it. */
  private static Path chain(int others) throws IOException {
    StringBuilder chain = new StringBuilder(pem("leaf.pem"));
    for (int i = 0; i < others; i++) {
      chain.append(pem("ca" + i + ".pem"));
    }
    return Files.writeString(folder.resolve("chain.pem"), chain + pem("leaf.key"));
  }

  private static String pem(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private static void openssl(String... options) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(("openssl " + String.join(" ", options)).split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static TlsContext server(Engine engine, String version) {
    return EngineConformance.context(
        TlsSettings.front(Certificates.show("server-ec.pem"))
            .withTrust(new Trust(Verify.REQUIRED, authorities.toString(), null, ""))
            .withEngine(engine)
            .withPolicy(EngineConformance.version(version)));
  }

  private static TlsContext client(Engine engine, int others) throws IOException {
    return EngineConformance.context(
        TlsSettings.back(Trust.NONE)
            .withEngine(engine)
            .withCertificates(TlsSettings.Certificates.of(chain(others))));
  }

  private static SimFaults random(int seed) {
    return SimFaults.random(new SplittableRandom(seed)).withoutFailures();
  }

  @ParameterizedTest
  @CsvSource({
    "CONSCRYPT, JDK, TLSv1.2",
    "CONSCRYPT, JDK, TLSv1.3",
    "JDK, CONSCRYPT, TLSv1.2",
    "JDK, CONSCRYPT, TLSv1.3",
  })
  void arrivesHoweverLittleTheSocketTakes(Engine serves, Engine asks, String version)
      throws Exception {
    TlsContext front = server(serves, version);
    TlsContext back = client(asks, serves == Engine.CONSCRYPT ? FEW : MANY);
    for (int seed = 0; seed < SEEDS; seed++) {
      SimFaults faults = seed == 0 ? SimFaults.NONE : random(seed);
      SimPair pair = new SimPair(seed, faults, front.factory(), 1024);
      Talker client = pair.connect(back.factory());
      Talker server = pair.server();
      client.say("ping".getBytes(US_ASCII));
      server.say("pong".getBytes(US_ASCII));
      pair.until(() -> server.heard().length == 4 && client.heard().length == 4);
      assertThat(server.secure().peerVerified()).isTrue();
      client.close();
      server.close();
    }
  }
}
