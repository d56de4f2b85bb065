package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.SystemProgram;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What testssl.sh says of a bind line with {@code ssl} and a certificate alone. */
class TestSslIT {
  private static final Pattern FINDING =
      Pattern.compile(
          "\"id\" +: \"([^\"]*)\"[^}]*\"severity\" +: \"([^\"]*)\"[^}]*\"finding\" +: \"([^\"]*)\"");

  /**
   * A warning is what could not be tried; of that, only what concerns nobody but openssl itself.
   */
  private static final Pattern NO_TROUBLE =
      Pattern.compile("(OK|INFO): .*|WARN: No engine or GOST support .*");

  @TempDir Path folder;

  @RegisterExtension final Rig rig = new Rig();

  private RunningProxy proxy(Path certificate, String engine) throws IOException {
    TestServer web =
        rig.server(peer -> {
          peer.receive(1);
          peer.send("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhere");
          peer.halfClose();
          peer.drain();
        });
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1 ssl crt %s tls-engine %s
          server s1 127.0.0.1:%d
        """
            .formatted(certificate, engine, web.port()));
  }

  /** Protocols, kinds of ciphers, vulnerabilities; each finding by its name. */
  private Background<Map<String, String>> findings(RunningProxy proxy, String engine) {
    Path report = folder.resolve(engine + ".json");
    return rig.background(() -> {
      new ProcessBuilder(
              "testssl",
              "--quiet",
              "--warnings=off",
              "--color=0",
              "--nodns=none",
              "--jsonfile=" + report,
              "--protocols",
              "--std",
              "--vulnerable",
              "127.0.0.1:" + proxy.port())
          .directory(folder.toFile())
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve(engine + ".txt").toFile())
          .start()
          .waitFor();
      Map<String, String> found = new TreeMap<>();
      FINDING
          .matcher(Files.readString(report))
          .results()
          .forEach(one -> found.put(one.group(1), one.group(2) + ": " + one.group(3)));
      return found;
    });
  }

  private static void assertNothingWeak(Map<String, String> findings) {
    assertThat(findings)
        .containsEntry("SSLv2", "OK: not offered")
        .containsEntry("SSLv3", "OK: not offered")
        .containsEntry("TLS1", "INFO: not offered")
        .containsEntry("TLS1_1", "INFO: not offered")
        .containsEntry("TLS1_2", "OK: offered")
        .containsEntry("TLS1_3", "OK: offered with final")
        .containsKeys("cipherlist_NULL", "heartbleed", "ROBOT", "secure_client_renego", "LUCKY13");
    assertThat(findings.values()).allMatch(NO_TROUBLE.asMatchPredicate());
  }

  @Test
  @Timeout(280)
  void findsNothingWeakWithEitherEngine() throws Exception {
    OpenSslCommand.needed();
    SystemProgram.needs("testssl", "testssl.sh");
    Path certificate = OpenSslCommand.certificate(folder, "localhost");
    Background<Map<String, String>> conscrypt =
        findings(proxy(certificate, "conscrypt"), "conscrypt");
    Background<Map<String, String>> jdk = findings(proxy(certificate, "jdk"), "jdk");

    assertNothingWeak(conscrypt.outcome());
    assertNothingWeak(jdk.outcome());
  }
}
