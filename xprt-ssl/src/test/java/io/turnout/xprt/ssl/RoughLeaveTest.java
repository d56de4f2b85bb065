package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.XprtFactory;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.tck.sim.SimFaults;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A peer that ends in order and does not wait for us, as PostgreSQL's server does. */
class RoughLeaveTest {
  private static final byte[] REQUEST = "leave".getBytes(US_ASCII);
  private static final byte[] LAST = "bye".getBytes(US_ASCII);
  private static final int SEEDS = 40;

  /**
   * Its last bytes, its farewell, its end and the reset for what it has not read are all there when
   * the client looks.
   */
  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"JDK", "CONSCRYPT"})
  void farewellIsNotOvertakenByTheReset(Engine engine) {
    XprtFactory serverTls = LayersTest.serverTls(engine);
    XprtFactory clientTls = LayersTest.clientTls(engine);
    for (int seed = 0; seed < SEEDS; seed++) {
      SimPair pair = new SimPair(seed, SimFaults.NONE, serverTls, 16384);
      Talker client = pair.connect(clientTls);
      Talker server = pair.server();
      pair.until(() -> client.isReady() && server.isReady());
      pair.settle();
      client.deafen(true);
      server.deafen(true);
      client.say(REQUEST);
      server.say(LAST);
      server.end();
      pair.settle();
      server.close();
      pair.settle();

      client.deafen(false);
      pair.until(client::hearsNoMore);

      assertThat(client.heard()).as("seed %d", seed).isEqualTo(LAST);
      assertThat(client.connection.error().name()).as("seed %d", seed).isEqualTo("NONE");
      client.close();
    }
  }
}
