package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;

/** The certificates of the tests, which {@code make.sh} beside them made. */
final class Certificates {
  private Certificates() {}

  static Path file(String name) {
    try {
      return Path.of(Certificates.class.getResource("/certificates").toURI()).resolve(name);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Shown are those. */
  static TlsSettings.Certificates show(String... names) {
    return TlsSettings.Certificates.of(
        Arrays.stream(names).map(Certificates::file).toArray(Path[]::new));
  }

  /** The tests' authority is trusted. */
  static TlsSettings.Trust trust(TlsSettings.Verify verify) {
    return new TlsSettings.Trust(verify, file("ca.pem").toString(), null, "");
  }
}
