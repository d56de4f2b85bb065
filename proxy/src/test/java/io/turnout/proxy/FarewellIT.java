package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.FarewellMux;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a session ends in order, its client gets the last words of its transport. */
class FarewellIT {
  private static final String CLOSING =
      "tcp-response inspect-delay 20s\n"
          + "  tcp-response content close if { res.payload(0,3) -m str bye }";

  @RegisterExtension final Rig rig = new Rig();
  private final FarewellMux farewell = new FarewellMux();
  private LogCapture log;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    log = rig.own(new LogCapture());
    server = rig.server();
  }

  private Peer client(String lines) {
    return client("", lines);
  }

  private Peer client(String frontLines, String lines) {
    String sections =
        """
        frontend front
          bind 127.0.0.1:1 proto farewell
          %s
          %s
          default_backend servers
        backend servers
          %s
          server s1 127.0.0.1:%d
        """
            .formatted(log.tcplog(), frontLines, lines, server.port());
    return rig.connect(rig.start(Rig.configuration("", sections), List.of(farewell)));
  }

  @Test
  void whenBothHaveEnded() throws Exception {
    Peer client = client("");
    client.halfClose();
    Peer taken = server.accept();
    assertThat(taken.receiveAll()).isEmpty();
    taken.close();

    farewell.awaitAsked();
    farewell.release();

    assertThat(client.receiveAll()).isEqualTo(FarewellMux.WORDS);
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void whenRuleClosesTheServer() throws Exception {
    Peer client = client(CLOSING);
    Peer taken = server.accept();
    taken.send("bye");

    farewell.awaitAsked();
    assertThat(taken.receiveAll()).isEmpty();
    farewell.release();

    assertThat(client.receiveAll()).isEqualTo("bye" + FarewellMux.WORDS);
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void whenClientEndsAndTheServerGetsNoHalfClose() throws Exception {
    Peer client = client("option nolinger");
    Peer taken = server.accept();
    taken.send("some");
    assertThat(client.receive(4)).isEqualTo("some");
    client.halfClose();

    farewell.awaitAsked();
    assertThat(taken.drain()).isEqualTo(new Peer.Ending(0, true));
    farewell.release();

    assertThat(client.receiveAll()).isEqualTo(FarewellMux.WORDS);
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void behindWhatTheClientHasNotTakenYet() throws Exception {
    Peer client = client("option nolinger");
    Peer taken = server.accept();
    Background<Boolean> flood = rig.background(() -> sendUntilReset(taken));
    assertThat(client.receive(1)).isEqualTo("x");

    client.halfClose();
    assertThat(flood.outcome()).isTrue();
    Background<String> received = rig.background(client::receiveAll);
    farewell.awaitAsked();
    farewell.release();

    assertThat(received.outcome()).matches("x+" + FarewellMux.WORDS);
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  /** Rules may yet have something against what they hold. */
  @Test
  void withoutWhatRulesHaveNotLetPass() throws Exception {
    Peer client = client("option nolinger\n  " + CLOSING);
    Peer taken = server.accept();
    client.send("a");
    assertThat(taken.receive(1)).isEqualTo("a");
    taken.send("b");
    assertThat(log.quietFor(100)).isTrue();
    client.halfClose();

    farewell.awaitAsked();
    farewell.release();

    assertThat(client.receiveAll()).isEqualTo(FarewellMux.WORDS);
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void serverThatIsClosedIsNotLate() throws Exception {
    Peer client = client(CLOSING + "\n  timeout server 200ms");
    server.accept().send("bye");

    farewell.awaitAsked();
    assertThat(log.quietFor(600)).isTrue();
    farewell.release();

    assertThat(client.receiveAll()).isEqualTo("bye" + FarewellMux.WORDS);
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @ParameterizedTest
  @ValueSource(strings = {CLOSING, "option nolinger"})
  void clientIsNotWaitedForLongerThanItsTimeout(String lines) throws Exception {
    Peer client = client("timeout client 300ms", lines);
    Peer taken = server.accept();
    taken.send("bye");
    assertThat(client.receive(3)).isEqualTo("bye");
    client.halfClose();

    farewell.awaitAsked();

    assertThat(client.receiveAll()).isEmpty();
    assertThat(log.nextTcp().termination()).isEqualTo("cD");
  }

  private static boolean sendUntilReset(Peer to) {
    String many = "x".repeat(65536);
    try {
      while (true) {
        to.send(many);
      }
    } catch (IOException broken) {
      return true;
    }
  }
}
