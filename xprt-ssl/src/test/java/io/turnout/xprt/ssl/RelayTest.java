package io.turnout.xprt.ssl;

import static io.turnout.xprt.ssl.EngineSpeech.both;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Side;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.tck.sim.PeerSpeech;
import io.turnout.tck.sim.SimFaults;
import io.turnout.tck.sim.SimRemote;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A relay that fails over TLS which holds more than it took. */
class RelayTest {
  private static final String VERSION = "TLSv1.3";
  private static final int SEEDS = 20;

  private final EnginePeers peers = new EnginePeers();

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void endsWhenLoginInsideTlsIsMalformed(Engine engine) {
    XprtFactory tls = SslKit.context(Side.FRONT, engine, VERSION).factory();
    XprtFactory relay = RelayKit.stack(Side.FRONT, tls, new Traces());
    for (int seed = 0; seed < SEEDS; seed++) {
      SimPair pair = new SimPair(seed, SimFaults.NONE, 16384, List.of(relay));
      SimRemote client =
          SimRemote.on(pair.simulation, pair.network.dial(new Ip4Address(1, 1), SimPair.ADDRESS));
      client.speak(new Asking(peers.speech(Side.FRONT, VERSION)));
      Talker server = pair.server();
      server.say(MysqlSpeech.greeting(false));

      pair.settle();

      assertThat(server.connection.error()).isEqualTo(ConnError.STARTTLS_BAD);
      assertThat(server.connection.errorDetail()).isEqualTo("malformed login");
      assertThat(server.hearsNoMore()).isTrue();
      server.close();
    }
  }

  /** A client that asks for TLS, and sends a login with a wrong number inside it, and more. */
  private static final class Asking implements PeerSpeech {
    private static final byte[] NOTHING = {};

    private final PeerSpeech tls;
    private int greetingLeft = MysqlSpeech.greeting(true).length;

    Asking(PeerSpeech tls) {
      this.tls = tls;
    }

    @Override
    public byte[] begin() {
      return NOTHING;
    }

    @Override
    public byte[] say(byte[] payload) {
      return tls.say(payload);
    }

    @Override
    public byte[] end() {
      return tls.end();
    }

    @Override
    public byte[] hear(byte[] wire) {
      if (greetingLeft == 0) {
        return tls.hear(wire);
      }
      greetingLeft -= wire.length;
      if (greetingLeft > 0) {
        return NOTHING;
      }
      byte[] request = MysqlSpeech.request();
      return both(request, both(tls.begin(), tls.say(MysqlSpeech.bytes(7, "x".repeat(300)))));
    }

    @Override
    public byte[] heard() {
      return tls.heard();
    }

    @Override
    public boolean hasSaidAll() {
      return tls.hasSaidAll();
    }
  }
}
