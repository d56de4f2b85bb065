package io.turnout.xprt.ssl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings.Policy;
import io.turnout.spi.TlsSettings.Sessions;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.xprt.ssl.certificate.IdentityKeys;
import io.turnout.xprt.ssl.certificate.PeerTrust;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurvesTest {
  private static List<String> warnings(TlsEngines engines, String curves) throws OptionException {
    List<String> warnings = new ArrayList<>();
    Terms terms =
        new Terms(
            true,
            new IdentityKeys(List.of()),
            PeerTrust.of(Trust.NONE, warnings),
            Verify.NONE,
            new Policy("", "", "", "", curves, List.of()),
            Sessions.DEFAULT);
    engines.newFactory(terms, warnings);
    return warnings;
  }

  @Test
  void saysWhichCurvesAnEngineLacks() throws OptionException {
    assertThat(warnings(ConscryptEngines.load(), "X25519MLKEM768:X25519:P-521")).isEmpty();
    assertThat(warnings(ConscryptEngines.load(), "x448:ffdhe2048:X25519"))
        .containsExactly(
            "curves: engine conscrypt has no x448, ffdhe2048. It goes without. There are:"
                + " X25519MLKEM768, secp256r1, secp384r1, secp521r1, x25519");
    assertThat(warnings(new JdkEngines(), "x448:ffdhe2048:X25519")).isEmpty();
    assertThat(warnings(new JdkEngines(), "X25519MLKEM768,P-256"))
        .singleElement()
        .asString()
        .startsWith("curves: engine jdk has no X25519MLKEM768. It goes without.");
  }

  @Test
  void refusesCurvesOfWhichNoneIsLeft() {
    assertThatThrownBy(() -> warnings(ConscryptEngines.load(), "x448"))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("curves: engine conscrypt has nothing of 'x448'. There are: ");
    assertThatThrownBy(() -> warnings(new JdkEngines(), "P-999"))
        .hasMessageStartingWith("curves: 'P-999' is not known. Allowed: ");
  }
}
