package io.turnout.xprt.ssl.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateNamesTest {
  private static X509Certificate certificate(String file) throws CertificateException, IOException {
    try (InputStream pem =
        CertificateNamesTest.class.getResourceAsStream("/certificates/" + file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, true",
    "::ffff:10.0.0.1, true",
    "2001:db8::10, true",
    "2001:DB8:0:0:0:0:0:10, true",
    "2001:0db8:0000::0010, true",
    "2001:db8::0.0.0.16, true",
    "2001:db8::10%eth0, true",
    "2001:db8::11, false",
    "010.0.0.1, false",
    "10.0.1, false",
    "10.0.0.1.1, false",
    "2001:db8::10::, false"
  })
  void comparesAddressesHoweverTheyAreWritten(String host, boolean fits) throws Exception {
    assertThat(CertificateNames.match(certificate("addresses.pem"), host)).isEqualTo(fits);
  }

  /** It has the common name 10.0.0.2, and is for the names *.0.0.3. */
  @ParameterizedTest
  @CsvSource({"10.0.0.2, false", "10.0.0.3, false", "host.0.0.3, true"})
  void findsAddressesAmongAddressesOnly(String host, boolean fits) throws Exception {
    assertThat(CertificateNames.match(certificate("addresses.pem"), host)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.com, true",
    "WWW.Example.Com, true",
    "a.example.org, true",
    "a.b.example.org, false",
    "example.org, false",
    "127.0.0.1, true",
    "example.com, false"
  })
  void findsNamesAmongNames(String host, boolean fits) throws Exception {
    assertThat(CertificateNames.match(certificate("server-ec.pem"), host)).isEqualTo(fits);
  }

  /** What no wildcard is for is not what has no name. */
  @ParameterizedTest
  @ValueSource(strings = {"host", "", "www.example.com"})
  void emptyNamesAreForNobody(String host) throws Exception {
    X509Certificate nameless = certificate("nameless.pem");
    assertThat(CertificateNames.match(nameless, host)).isFalse();
    assertThat(CertificateNames.of(nameless)).isEmpty();
  }
}
