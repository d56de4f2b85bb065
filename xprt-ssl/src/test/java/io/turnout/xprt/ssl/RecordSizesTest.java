package io.turnout.xprt.ssl;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.spi.Side;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.tck.sim.PeerSpeech;
import io.turnout.tck.sim.SimFaults;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long the records are that a sender puts on the wire, as its peer sees them there. */
class RecordSizesTest {
  private static final String VERSION = "TLSv1.3";

  private static final int SMALL = 1400;
  private static final int MOST_AT_ONCE = 65536;

  /** The JDK's stay a little below what is allowed. */
  private static int large(Engine engine) {
    return engine == Engine.JDK ? 16367 : 16384;
  }

  /** The peer's engine is the JDK's, and nothing of this module. */
  private static final class Sender {
    private final SimPair pair;
    private final Talker server;
    private final Talker client;
    private final PeerSpeech speech = new EnginePeers().speech(Side.FRONT, VERSION);
    private int seen;

    Sender(Engine engine) {
      pair =
          new SimPair(
              1,
              SimFaults.NONE,
              EngineConformance.context(
                      TlsSettings.front(Certificates.show("server-ec.pem"))
                          .withEngine(engine)
                          .withPolicy(EngineConformance.version(VERSION)))
                  .factory(),
              MOST_AT_ONCE);
      client = pair.connect(null);
      server = pair.server();
      client.say(speech.begin());
      hear(new ArrayList<>());
    }

    /** Sends so many bytes at once, and tells how many were in each record. */
    List<Integer> says(int bytes) {
      server.say(new byte[bytes]);
      List<Integer> payloads = new ArrayList<>();
      hear(payloads);
      assertThat(payloads.stream().mapToInt(Integer::intValue).sum()).isEqualTo(bytes);
      return payloads;
    }

    /**
     * What comes on the wire until nothing does, and is answered; records without payload go by.
     */
    private void hear(List<Integer> payloads) {
      pair.settle();
      while (client.heard().length > seen) {
        ByteBuffer wire = ByteBuffer.wrap(client.heard()).position(seen);
        byte[] record = new byte[RecordInput.HEADER + wire.getShort(seen + 3)];
        wire.get(record);
        seen = wire.position();
        byte[] answer = speech.hear(record);
        int payload = speech.heard().length;
        if (payload > 0) {
          payloads.add(payload);
        }
        client.say(answer);
        pair.settle();
      }
    }

    void close() {
      client.close();
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "CONSCRYPT"})
  void beginsWithThoseThatFitASegment(Engine engine) {
    int large = large(engine);
    Sender sender = new Sender(engine);
    assertThat(sender.says(60_000))
        .containsExactly(
            SMALL, SMALL, SMALL, SMALL, SMALL, SMALL, large, large, large, 51_600 - 3 * large);
    assertThat(sender.says(20_000)).containsExactly(large, 20_000 - large);
    sender.close();
  }

  /** It is the bytes that count, in however many calls they are sent. */
  @ParameterizedTest
  @EnumSource(names = {"JDK", "CONSCRYPT"})
  void staysWithThoseUntilEnoughWasSent(Engine engine) {
    int large = large(engine);
    Sender sender = new Sender(engine);
    assertThat(sender.says(1000)).containsExactly(1000);
    assertThat(sender.says(5000)).containsExactly(SMALL, SMALL, SMALL, 800);
    assertThat(sender.says(20_000)).containsExactly(SMALL, SMALL, large, 17_200 - large);
    sender.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "CONSCRYPT"})
  void beginsAnewAfterAPauseOfMoreThanASecond(Engine engine) {
    int large = large(engine);
    Sender sender = new Sender(engine);
    sender.says(60_000);
    sender.pair.pass(Duration.ofMillis(950));
    assertThat(sender.says(20_000)).containsExactly(large, 20_000 - large);
    sender.pair.pass(Duration.ofMillis(1001));
    assertThat(sender.says(20_000))
        .containsExactly(SMALL, SMALL, SMALL, SMALL, SMALL, SMALL, 11_600);
    assertThat(sender.says(20_000)).containsExactly(large, 20_000 - large);
    sender.close();
  }
}
