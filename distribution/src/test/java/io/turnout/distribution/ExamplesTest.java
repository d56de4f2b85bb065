package io.turnout.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.proxy.Proxy;
import io.turnout.proxy.ProxyParts;
import io.turnout.proxy.config.ConfigLoader;
import io.turnout.proxy.config.ConfigSource;
import io.turnout.proxy.config.HostResolver;
import io.turnout.proxy.config.ParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples that are in the image, once the files that they name are there. */
class ExamplesTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("basedir", ""), "src", "main", "image", "etc", "examples");

  @TempDir Path folder = Path.of("");

  private void makeCertificate(String... names) throws Exception {
    Path key = folder.resolve("key");
    Path certificate = folder.resolve("certificate");
    String command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=example"
            + " -keyout %s -out %s";
    try {
      new ProcessBuilder(command.formatted(key, certificate).split(" "))
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("output").toFile())
          .start()
          .waitFor();
    } catch (IOException missing) {
      assumeTrue(false, "openssl is missing (Debian: openssl)");
    }
    for (String name : names) {
      Files.writeString(
          folder.resolve(name), Files.readString(certificate) + Files.readString(key));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtp-starttls.cfg", "postgres-starttls.cfg", "mysql-starttls.cfg"})
  void hasNoProblem(String example) throws Exception {
    makeCertificate("mail.pem", "database.pem", "ca.pem");
    String text =
        Files.readString(EXAMPLES.resolve(example)).replace("/etc/turnout/tls", folder.toString());

    ParseResult read =
        ConfigLoader.parse(List.of(new ConfigSource(example, text)), Map.of(), HostResolver.SYSTEM);

    assertThat(read.problems()).isEmpty();
    assertThat(Proxy.problems(Objects.requireNonNull(read.config()), ProxyParts.ofSystem()))
        .isEmpty();
  }
}
