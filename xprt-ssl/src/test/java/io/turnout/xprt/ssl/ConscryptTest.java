package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.XprtFactory;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.tck.sim.SimFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConscryptTest extends EngineConformance {
  private static final int MANY = 100;

  ConscryptTest() {
    super(Engine.CONSCRYPT, Engine.CONSCRYPT);
  }

  /** Each engine has a pipe, so that two that were left to the collector are eight descriptors. */
  @Test
  void enginesAreGivenBackWhenTheirConnectionIsClosed() throws IOException {
    XprtFactory serverTls = context(front()).factory();
    XprtFactory clientTls = context(back()).factory();
    XprtFactory mistaken = context(back().withServerName(c -> "nobody.invalid")).factory();
    long before = descriptors();
    for (int i = 0; i < MANY; i++) {
      SimPair pair = new SimPair(i, SimFaults.NONE, serverTls, 16384);
      boolean fails = i % 4 == 0;
      Talker client = pair.connect(fails ? mistaken : clientTls);
      Talker server = pair.server();
      if (fails) {
        pair.until(client::hasFailed);
      } else {
        client.say("ping".getBytes(US_ASCII));
        pair.until(() -> server.heard().length == 4);
      }
      // In turn: closed in the middle, and after the end of both.
      if (i % 4 == 2) {
        client.end();
        server.end();
        pair.until(() -> client.hearsNoMore() && server.hearsNoMore());
      }
      client.close();
      server.close();
    }
    // Others of this process may open some meanwhile.
    assertThat(descriptors()).isLessThan(before + MANY / 5);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
