package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.conn.SwapOutcome;
import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.Payload;
import io.turnout.proxy.testing.Payload.Arrived;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestServer;
import io.turnout.proxy.testing.TwinMux;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Side;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules SWAP-01 to SWAP-04 over real sockets. */
class SwapIT {
  private static final long LARGE = Long.getLong("turnout.it.bytes", 64 << 20);
  private static final int SWAPS = 1000;
  private static final List<MuxProvider> MUXES =
      List.of(
          new TwinMux("twin", EnumSet.allOf(Side.class)),
          new TwinMux("front-only", EnumSet.of(Side.FRONT)));

  @RegisterExtension final Rig rig = new Rig();

  @ParameterizedTest
  @ValueSource(strings = {"option splice-request", "option splice-auto", "backlog 9"})
  void losesNoByteWhenSwappedAThousandTimesInATransfer(String option) throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy = start(Rig.listen(server, option));
    Peer client = rig.connect(proxy);
    Peer taken = server.accept();
    Payload up = new Payload(1, LARGE);
    Payload down = new Payload(2, LARGE / 4);
    Background<Arrived> atServer = rig.background(() -> Payload.receiveFrom(taken, 3));
    Background<Arrived> atClient = rig.background(() -> Payload.receiveFrom(client, 4));
    Background<Void> sendingDown = rig.background(() -> sendAndEnd(down, taken));
    Background<Void> sendingUp = rig.background(() -> sendAndEnd(up, client));
    int swapped = 0;
    while (swapped < SWAPS && !sendingUp.isDone()) {
      for (Side side : Side.values()) {
        swapped += done(swap(proxy, side, "pt", "twin"));
        swapped += done(swap(proxy, side, "twin", "pt"));
      }
    }
    assertThat(atServer.outcome()).isEqualTo(up.whole());
    assertThat(atClient.outcome()).isEqualTo(down.whole());
    sendingUp.outcome();
    sendingDown.outcome();
    assertThat(swapped).as("swaps during the transfer").isPositive();
    assertThat(proxy.proxy().swaps()).containsKey("pt>twin DONE").containsKey("twin>pt DONE");
  }

  @Test
  void goesOnWhenHalfClosed() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy = start(Rig.listen(server));
    Peer client = rig.connect(proxy);
    Peer taken = server.accept();
    client.send("last words");
    client.halfClose();
    assertThat(taken.receiveAll()).isEqualTo("last words");
    assertThat(swap(proxy, Side.FRONT, "pt", "twin")).containsEntry(SwapOutcome.DONE, 1);
    assertThat(swap(proxy, Side.BACK, "pt", "twin")).containsEntry(SwapOutcome.DONE, 1);
    taken.send("answer");
    taken.halfClose();
    assertThat(client.receiveAll()).isEqualTo("answer");
  }

  @Test
  void leavesAMuxThatStaysAndGoesOn() throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy =
        start(Rig.listen(server).replace("127.0.0.1:1\n", "127.0.0.1:1 proto none\n"));
    Peer client = rig.connect(proxy);
    client.send("before");
    assertThat(client.receive(6)).isEqualTo("before");
    assertThat(swap(proxy, Side.FRONT, "none", "twin")).containsEntry(SwapOutcome.REFUSED, 1);
    client.send("after");
    assertThat(client.receive(5)).isEqualTo("after");
    assertThat(proxy.proxy().swaps()).containsEntry("none>twin REFUSED", 1L);
  }

  @Test
  void swapsToItselfChangeNothing() throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy = start(Rig.listen(server));
    Peer client = rig.connect(proxy);
    client.send("x");
    assertThat(client.receive(1)).isEqualTo("x");
    assertThat(swap(proxy, Side.BACK, "pt", "pt")).containsEntry(SwapOutcome.SAME, 1);
  }

  @Test
  void refusesAMuxThatIsNotThereOrDoesNotServeThatSide() throws Exception {
    RunningProxy proxy = start(Rig.listen(rig.server()));
    assertThatThrownBy(() -> proxy.proxy().swapMuxes(Side.FRONT, "pt", "h9", 1))
        .hasMessage(
            "mux 'h9': no such mux. Available: none, pt, twin, front-only. Add its plugin, or"
                + " correct the name.");
    assertThatThrownBy(() -> proxy.proxy().swapMuxes(Side.BACK, "pt", "front-only", 1))
        .hasMessage("mux 'front-only': it does not serve the server side. Choose another mux.");
  }

  @Test
  void startsNothingWithAMuxThatIsNotThere() throws Exception {
    String wrong = Rig.listen(rig.server()).strip() + " proto h9\n";
    assertThatThrownBy(() -> start(wrong))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("TRN-3006 mux 'h9' (server s1, test.cfg:");
  }

  private RunningProxy start(String sections) {
    return rig.start(Rig.configuration("", sections), MUXES);
  }

  private static Map<SwapOutcome, Integer> swap(
      RunningProxy proxy, Side side, String from, String to) {
    return proxy.proxy().swapMuxes(side, from, to, 4).join();
  }

  private static int done(Map<SwapOutcome, Integer> outcomes) {
    return outcomes.getOrDefault(SwapOutcome.DONE, 0);
  }

  private static Void sendAndEnd(Payload payload, Peer peer) throws Exception {
    payload.sendOn(peer);
    peer.halfClose();
    return null;
  }
}
