package io.turnout.xprt.ssl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.buffer.Buffer;
import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings.Policy;
import io.turnout.spi.TlsSettings.Sessions;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.xprt.ssl.certificate.IdentityKeys;
import io.turnout.xprt.ssl.certificate.PeerTrust;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdkEngineTest {
  private static TlsEngineFactory factory() throws OptionException {
    Terms terms =
        new Terms(
            true,
            new IdentityKeys(List.of()),
            PeerTrust.of(Trust.NONE, new ArrayList<>()),
            Verify.NONE,
            Policy.DEFAULT,
            Sessions.DEFAULT);
    return new JdkEngines().newFactory(terms, new ArrayList<>());
  }

  private static Buffer room() {
    return new Buffer(Arena.ofAuto().allocate(20_480));
  }

  private static int hear(TlsEngine engine, String record) throws TlsException {
    byte[] bytes = HexFormat.of().parseHex(record);
    Buffer in = room();
    in.write(bytes, 0, bytes.length);
    return engine.open(in, bytes.length, room());
  }

  /** The engine itself has nothing left to shake hands for then. */
  @Test
  void peerThatEndsInTheHandshakeHasAgreedOnNothing() throws Exception {
    TlsEngine engine = factory().connect("a.example.com");
    engine.produce(room());
    String userCanceled = "1503030002015a";
    String closeNotify = "15030300020100";
    assertThat(hear(engine, userCanceled)).isZero();
    assertThat(hear(engine, closeNotify)).isZero();
    engine.produce(room());
    assertThat(engine.isPeerDone()).isTrue();
    assertThat(engine.isHandshaking()).isTrue();
    assertThat(engine.session()).isEqualTo(TlsSession.NONE);
  }
}
