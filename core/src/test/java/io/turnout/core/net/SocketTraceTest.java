package io.turnout.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.internal.linux.Allocation;
import io.turnout.core.loop.LoopDump;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.TraceVerbosity;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rule TRACE-01, of sockets and of the loop; and what a dump shows of them. */
@Timeout(60)
class SocketTraceTest {
  private final Loopback test = new Loopback();
  private final Listening listening = test.listen();
  private final List<String> told = new ArrayList<>();

  SocketTraceTest() {
    test.acceptOn(listening);
  }

  @AfterEach
  void closeAll() throws IOException {
    test.close();
  }

  @Test
  void tellsTheLifeOfAnAcceptedSocket() throws IOException {
    start("ctl", TraceLevel.DEVELOPER, TraceVerbosity.QUIET);
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    peer.getOutputStream().write("blah".getBytes(StandardCharsets.US_ASCII));
    test.until("data are there", () -> connection.ctl().mayRecv());
    test.recv(connection);
    test.send(connection, "abc");
    connection.shutWrite(true);
    connection.release();
    assertThat(told)
        .containsSubsequence(
            "user [ctl|conn] accept",
            "state [ctl|conn] onReady",
            "data [ctl|rx] recv",
            "data [ctl|tx] send",
            "proto [ctl|conn] shutWrite",
            "user [ctl|conn] close");
  }

  @Test
  void tellsTheNumberAndTheConnection() throws IOException {
    start("ctl", TraceLevel.DATA, TraceVerbosity.MINIMAL);
    test.peer(listening);
    Connection connection = test.next();
    test.send(connection, "abc");
    assertThat(told.getLast())
        .startsWith("data [ctl|tx] send n=3 : conn listener CTL_READY ctl=tcpv4 fd=")
        .contains(" peer=127.0.0.1:");
  }

  @Test
  void tellsErrorsEvenAtTheLowestLevel() throws IOException {
    int dead;
    try (ServerSocket server = new ServerSocket(0)) {
      dead = server.getLocalPort();
    }
    start("ctl", TraceLevel.ERROR, TraceVerbosity.QUIET);
    Connection connection = test.connect(new Ip4Address(0x7f000001, dead));
    test.until("it is refused", () -> connection.any(ConnFlags.ERROR));
    assertThat(told).hasSize(1).first().asString().startsWith("error [ctl|conn] connect");
  }

  @Test
  void loopTellsItsTurnsAndWhatRuns() {
    start("loop", TraceLevel.DEVELOPER, TraceVerbosity.CLEAN);
    test.loop.execute(() -> {});
    test.loop.turn(0);
    assertThat(told)
        .anyMatch(line -> line.startsWith("developer [loop|rx] poll n="))
        .contains("developer [loop|strm] loop.execute n=2");
  }

  /** Off means: nobody is asked to describe itself, and nothing is allocated. */
  @Tag("allocation")
  @Test
  void offCostsNoAllocationOnTheWayOfBytes() throws IOException {
    test.peer(listening);
    Connection connection = test.next();
    test.fill(connection);
    assertThat(source("ctl").on()).isFalse();
    assertThat(
            Allocation.bytesPerRound(() -> {
              connection.ctl().send(test.address(), 1, 0);
              connection.ctl().recv(test.address(), 1);
              test.loop.turn(0);
            }))
        .isZero();
    assertThat(told).isEmpty();
  }

  @Test
  void dumpHasALineForEachDescriptor() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    test.send(connection, "abc");
    List<String> lines =
        LoopDump.of(test.loop).stream().map(line -> line.replaceAll("\\d+", "N")).toList();
    assertThat(peer.isConnected()).isTrue();
    assertThat(lines)
        .startsWith(
            "loop loopback poller=epoll descriptors=N",
            "fd=N listener - accepting batch=N",
            "fd=N conn listener CTL_READY ctl=tcpvN fd=N peer=N.N.N.N:N SEND_READY in=N out=N",
            "buffers lent=N made=N bytes=N",
            "pipes lent=N",
            "timers set=N",
            "tasklets living=N queued=N");
    assertThat(connection.ctl().bytesSent()).isEqualTo(3);
    assertThat(connection.ctl().bytesReceived()).isZero();
  }

  private void start(String name, TraceLevel level, TraceVerbosity verbosity) {
    source(name)
        .start(
            level,
            verbosity,
            (from, at, text) -> told.add(at.name().toLowerCase(Locale.ROOT) + " " + text));
  }

  private TraceSource source(String name) {
    return test.traces.sources().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
