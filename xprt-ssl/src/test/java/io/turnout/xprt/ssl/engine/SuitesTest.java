package io.turnout.xprt.ssl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuitesTest {
  private static final String EC_128 = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
  private static final String RSA_256 = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
  private static final String CHACHA = "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256";
  private static final String CBC = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA";
  private static final String PLAIN_RSA = "TLS_RSA_WITH_AES_128_CBC_SHA256";
  private static final List<String> OFFERED = List.of(EC_128, RSA_256, CHACHA, CBC, PLAIN_RSA);

  @ParameterizedTest
  @CsvSource({
    EC_128 + ",ECDHE-ECDSA-AES128-GCM-SHA256",
    RSA_256 + ",ECDHE-RSA-AES256-GCM-SHA384",
    CHACHA + ",ECDHE-RSA-CHACHA20-POLY1305",
    CBC + ",ECDHE-RSA-AES128-SHA",
    PLAIN_RSA + ",AES128-SHA256",
    "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256,DHE-RSA-AES256-SHA256"
  })
  void knowsTheNamesOfOpenSsl(String suite, String name) {
    assertThat(Suites.openSslName(suite)).isEqualTo(name);
  }

  @Test
  void keepsTheOrderThatWasAskedFor() {
    assertThat(chosen("ECDHE-RSA-CHACHA20-POLY1305:" + EC_128)).containsExactly(CHACHA, EC_128);
  }

  @Test
  void choosesByTraits() {
    assertThat(chosen("ECDHE+AESGCM")).containsExactly(EC_128, RSA_256);
    assertThat(chosen("HIGH:!aNULL:!MD5:!SHA1:!kRSA")).containsExactly(EC_128, RSA_256, CHACHA);
    assertThat(chosen("ALL:-ECDHE")).containsExactly(PLAIN_RSA);
    assertThat(chosen("!CHACHA20:ECDHE:CHACHA20:@STRENGTH")).containsExactly(EC_128, RSA_256, CBC);
    assertThat(chosen("ECDHE:+AESGCM")).containsExactly(CHACHA, CBC, EC_128, RSA_256);
  }

  @Test
  void namesTheWordsThatMeanNothing() {
    assertThat(Suites.choose("ECDHE:FOO:RC4-SHA:!RC4", OFFERED).unknown())
        .containsExactly("FOO", "RC4-SHA");
  }

  private static List<String> chosen(String words) {
    return Suites.choose(words, OFFERED).suites();
  }
}
