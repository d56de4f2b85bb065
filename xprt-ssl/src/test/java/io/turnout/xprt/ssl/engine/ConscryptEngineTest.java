package io.turnout.xprt.ssl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.buffer.Buffer;
import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Policy;
import io.turnout.spi.TlsSettings.Sessions;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.xprt.ssl.certificate.IdentityKeys;
import io.turnout.xprt.ssl.certificate.PeerTrust;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConscryptEngineTest {
  private static final int MANY = 200;

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static TlsEngineFactory factory() throws OptionException {
    Terms terms =
        new Terms(
            true,
            new IdentityKeys(List.of()),
            PeerTrust.of(Trust.NONE, new ArrayList<>()),
            Verify.NONE,
            Policy.DEFAULT,
            new Sessions(true, 10, Duration.ofSeconds(10)));
    return ConscryptEngines.load().newFactory(terms, new ArrayList<>());
  }

  @Test
  void givesItsDescriptorsBackAtOnce() throws OptionException, IOException, TlsException {
    TlsEngineFactory factory = factory();
    Buffer out = new Buffer(Arena.ofAuto().allocate(20_480));
    factory.connect("a.example.com").free();
    long before = descriptors();
    for (int i = 0; i < MANY; i++) {
      TlsEngine engine = factory.connect("a.example.com");
      if (i % 2 == 0) {
        out.clear();
        assertThat(engine.produce(out)).isPositive();
      }
      engine.free();
    }
    // Others of this process may open one meanwhile.
    assertThat(descriptors()).isLessThan(before + MANY / 10);
  }

  @Test
  void saysWhatItCannotDo() throws OptionException {
    List<String> warnings = new ArrayList<>();
    Policy suites = new Policy("", "", "", "TLS_AES_128_GCM_SHA256", "", List.of());
    Terms terms =
        new Terms(
            true,
            new IdentityKeys(List.of()),
            PeerTrust.of(Trust.NONE, warnings),
            TlsSettings.Verify.NONE,
            suites,
            Sessions.DEFAULT);
    ConscryptEngines.load().newFactory(terms, warnings);
    assertThat(warnings).singleElement().asString().contains("'ciphersuites' has no effect");
  }
}
