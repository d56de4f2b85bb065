package io.turnout.xprt.handshake.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CN=a                 | a
          O=x,CN=a             | a
          CN=a,O=x             | a
          OU=x+CN=a,O=y        | a
          CN=a\\,b,O=x         | a,b
          O=CN\\,CN=b,CN=a     | a
          CN=last,CN=first     | last
          CN=ends\\            | ends\\
          O=x                  | ''
          ''                   | ''
          """)
  void findsTheCommonName(String name, String found) {
    assertThat(CertificateWords.commonName(name)).isEqualTo(found);
  }

  @Test
  void namesAlgorithmsAsOpensslDoes() {
    assertThat(CertificateWords.signature(Certificates.rsa())).isEqualTo("RSA-SHA256");
    assertThat(CertificateWords.key(Certificates.rsa())).isEqualTo("RSA2048");
    assertThat(CertificateWords.signature(Certificates.ec())).isEqualTo("ecdsa-with-SHA256");
    assertThat(CertificateWords.key(Certificates.ec())).isEqualTo("EC256");
  }
}
