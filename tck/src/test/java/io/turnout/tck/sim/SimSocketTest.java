package io.turnout.tck.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.loop.Poller;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answers that Linux gives. */
class SimSocketTest {
  private static final Address CLIENT = new Ip4Address(1, 1);
  private static final Address SERVER = new Ip4Address(2, 2);

  private final Simulation simulation = new Simulation(1);
  private final SimNetwork network = new SimNetwork(simulation, SimFaults.NONE);
  private SimSocket client = network.dial(CLIENT, SERVER);
  private SimSocket server = client;

  @BeforeEach
  void connect() {
    network.serve(SERVER, accepted -> server = accepted);
    settle();
  }

  @Test
  void connectedSocketCanBeWritten() {
    assertThat(client.readiness()).isEqualTo(Poller.OUT);
  }

  @Test
  void connectToNobodyIsRefused() {
    SimSocket refused = network.dial(CLIENT, new Ip4Address(3, 3));

    assertThat(refused.readiness()).isZero();
    settle();

    assertThat(refused.readiness())
        .isEqualTo(Poller.IN | Poller.OUT | Poller.RDHUP | Poller.HUP | Poller.ERR);
    assertThat(refused.takeError()).isEqualTo(SimErrno.ECONNREFUSED);
  }

  @Test
  void endComesAfterTheBytes() {
    send(client, "hello");
    client.shutWrite();
    settle();

    assertThat(server.readiness()).isEqualTo(Poller.IN | Poller.OUT | Poller.RDHUP);
    assertThat(read(server)).isEqualTo("hello");
    assertThat(server.beforeRead(9)).isZero();
  }

  @Test
  void readAfterTheEndIsAViolation() {
    client.shutWrite();
    settle();
    server.beforeRead(9);

    assertThatThrownBy(() -> server.beforeRead(9)).hasMessageContaining("XPRT-03");
  }

  @Test
  void shutdownTellsWhoPolls() {
    boolean[] told = new boolean[1];
    client.watch(() -> told[0] = true);
    client.shutWrite();

    assertThat(told[0]).isTrue();
    assertThat(client.readiness()).isEqualTo(Poller.OUT);
  }

  @Test
  void bytesThatCameBeforeAResetStayReadable() {
    send(client, "hello");
    settle();
    client.close(true);
    settle();

    assertThat(read(server)).isEqualTo("hello");
    assertThat(server.beforeRead(9)).isEqualTo(-SimErrno.ECONNRESET);
    assertThat(server.beforeRead(9)).isZero();
  }

  @Test
  void resetIsToldOnce() {
    client.close(true);
    settle();

    assertThat(server.beforeWrite(9)).isEqualTo(-SimErrno.ECONNRESET);
    assertThat(server.beforeWrite(9)).isEqualTo(-SimErrno.EPIPE);
  }

  @Test
  void resetAfterTheEndIsABrokenPipe() {
    client.shutWrite();
    settle();
    client.close(true);
    settle();

    assertThat(server.beforeWrite(9)).isEqualTo(-SimErrno.EPIPE);
    assertThat(server.beforeRead(9)).isZero();
  }

  @Test
  void closeWithUnreadBytesResets() {
    send(server, "unread");
    settle();
    client.close(false);
    settle();

    assertThat(server.readiness() & Poller.ERR).isNotZero();
  }

  @Test
  void closeWithoutUnreadBytesEndsInOrder() {
    send(client, "bye");
    client.close(false);
    settle();

    assertThat(read(server)).isEqualTo("bye");
    assertThat(server.beforeRead(9)).isZero();
  }

  @Test
  void writeToAClosedSocketIsAnsweredByAReset() {
    client.close(false);
    settle();
    send(server, "too late");
    settle();

    assertThat(server.readiness() & (Poller.ERR | Poller.HUP)).isEqualTo(Poller.ERR | Poller.HUP);
    assertThat(server.beforeWrite(1)).isEqualTo(-SimErrno.EPIPE);
  }

  @Test
  void fullBuffersHoldTheSenderBack() {
    int sent = 0;
    for (int room = client.beforeWrite(1000); room > 0; room = client.beforeWrite(1000)) {
      client.send(new byte[1000], 0, room);
      sent += room;
      settle();
    }

    assertThat(sent).isEqualTo(SimFaults.NONE.sendBytes() + SimFaults.NONE.receiveBytes());
    assertThat(client.readiness() & Poller.OUT).isZero();
    server.dropReceived();
    settle();
    assertThat(client.readiness() & Poller.OUT).isNotZero();
  }

  private void settle() {
    for (long next = simulation.nextNanos();
        next != Long.MAX_VALUE;
        next = simulation.nextNanos()) {
      simulation.moveTo(next);
    }
  }

  private static void send(SimSocket from, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(from.beforeWrite(bytes.length)).isEqualTo(bytes.length);
    from.send(bytes, 0, bytes.length);
  }

  private static String read(SimSocket at) {
    byte[] bytes = new byte[at.readable()];
    at.recv(bytes, at.beforeRead(bytes.length));
    return new String(bytes, UTF_8);
  }
}
