package io.turnout.core.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.internal.linux.Constants;
import io.turnout.core.internal.linux.DescriptorPassing;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.RecordingHandler;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The system's sockets as control layer. */
@Timeout(60)
class SocketCtlTest {
  private static final HandlerKind KIND = HandlerKind.of("test.ctl");
  private static final int PATIENCE_MILLIS = 30_000;

  private final Loopback test = new Loopback();
  private final Listening listening = test.listen();
  private final RecordingHandler handler = new RecordingHandler();
  private final Tasklet tasklet = new Tasklet(test.loop, KIND, handler);
  private final WaitEvent waiter = new WaitEvent(tasklet);

  SocketCtlTest() {
    test.acceptOn(listening);
  }

  @AfterEach
  void closeAll() throws IOException {
    assertThat(test.lentBuffers()).isZero();
    test.close();
  }

  /** Rule XPRT-04. */
  @Test
  void shortReadEndsReadiness() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    send(peer, "blah\n");
    awaitData(connection);
    assertThat(test.recv(connection)).isEqualTo("blah\n");
    assertThat(connection.ctl().mayRecv()).isFalse();
    send(peer, "more");
    awaitData(connection);
    assertThat(test.recv(connection)).isEqualTo("more");
  }

  /** A read stops in front of an urgent byte, and epoll does not tell again of what is behind. */
  @Test
  void bytesBehindUrgentByteAreRead() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    send(peer, "abc");
    peer.sendUrgentData('!');
    send(peer, "def");
    StringBuilder read = new StringBuilder();
    test.until(
        "all is read",
        () -> {
          if (connection.ctl().mayRecv()) {
            read.append(test.recv(connection));
          }
          return read.toString().equals("abcdef");
        });
    assertThat(test.recv(connection)).isEmpty();
    assertThat(connection.ctl().mayRecv()).isFalse();
  }

  /** A read stops behind a message with descriptors, and epoll does not tell again of the next. */
  @Test
  void bytesBehindPassedDescriptorsAreRead(@TempDir Path folder) throws IOException {
    UnixAddress address = new UnixAddress(folder.resolve("socket").toString(), false);
    test.acceptOn(test.listen(address, ListenOptions.DEFAULT));
    int peer = test.kernel.sockets().socket(Constants.AF_UNIX, Constants.SOCK_STREAM, 0);
    assertThat(test.kernel.sockets().connect(peer, address)).isZero();
    Connection connection = test.next();
    DescriptorPassing passing = new DescriptorPassing(test.kernel);
    assertThat(passing.send(peer, "abc".getBytes(US_ASCII), peer)).isEqualTo(3);
    assertThat(passing.send(peer, "def".getBytes(US_ASCII), peer)).isEqualTo(3);
    awaitData(connection);
    assertThat(test.recv(connection)).isEqualTo("abc");
    assertThat(connection.ctl().mayRecv()).isTrue();
    assertThat(test.recv(connection)).isEqualTo("def");
    assertThat(test.recv(connection)).isEmpty();
    assertThat(connection.ctl().mayRecv()).isFalse();
    assertThat(test.kernel.files().close(peer)).isZero();
  }

  @Test
  void urgentByteEndsSplicing() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    Pipe pipe = Objects.requireNonNull(test.loop.pipes().take());
    peer.sendUrgentData('!');
    send(peer, "behind");
    awaitData(connection);
    assertThat(connection.ctl().recvPipe(pipe, pipe.capacity())).isEqualTo(-1);
    assertThat(test.recv(connection)).isEqualTo("behind");
    test.loop.pipes().give(pipe);
  }

  @Test
  void fullReadKeepsReadiness() throws IOException {
    send(test.peer(listening), "blah");
    Connection connection = test.next();
    awaitData(connection);
    assertThat(test.recv(connection, 3)).isEqualTo("bla");
    assertThat(connection.ctl().mayRecv()).isTrue();
    assertThat(test.recv(connection, 3)).isEqualTo("h");
    assertThat(connection.ctl().mayRecv()).isFalse();
  }

  /** Rules XPRT-03 and CONN-04: a short request followed at once by FIN is delivered whole. */
  @Test
  void endOfStreamBehindDataCanBeSeenInTheSameCall() throws IOException {
    Socket peer = test.peer(listening);
    send(peer, "blah\n");
    peer.shutdownOutput();
    Connection connection = test.next();
    awaitData(connection);
    assertThat(test.recv(connection)).isEqualTo("blah\n");
    assertThat(connection.any(ConnFlags.SOCK_RD_SH)).isFalse();
    assertThat(connection.ctl().mayRecv()).isTrue();
    assertThat(test.recv(connection)).isEmpty();
    assertThat(connection.flags() & ConnFlags.NOTIFY).isEqualTo(ConnFlags.SOCK_RD_SH);
  }

  @Test
  void emptySocketIsNoProgressAndNoError() throws IOException {
    test.peer(listening);
    Connection connection = test.next();
    assertThat(test.recv(connection)).isEmpty();
    assertThat(connection.ctl().mayRecv()).isFalse();
    assertThat(connection.flags() & ConnFlags.NOTIFY).isZero();
  }

  @Test
  void resetFailsTheConnection() throws IOException {
    reset(test.peer(listening));
    Connection connection = test.next();
    awaitData(connection);
    assertThat(test.recv(connection)).isEmpty();
    assertThat(connection.all(ConnFlags.NOTIFY)).isTrue();
    assertThat(connection.error()).isEqualTo(ConnError.ERESET);
  }

  @Test
  void refusedSendLeavesTheReadSide() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    test.settle();
    reset(peer);
    awaitData(connection);
    assertThat(test.send(connection, "x")).isZero();
    assertThat(connection.flags() & ConnFlags.NOTIFY)
        .isEqualTo(ConnFlags.ERROR | ConnFlags.SOCK_WR_SH);
    assertThat(connection.error()).isIn(ConnError.EPIPE, ConnError.ERESET);
  }

  /** Rule CONN-03. */
  @Test
  void bytesAndTheEndProveTheSocketConnected() throws IOException {
    Socket peer = test.peer(listening);
    send(peer, "x");
    peer.shutdownOutput();
    Connection connection = test.next();
    awaitData(connection);
    connection.set(ConnFlags.WAIT_L4);
    test.send(connection, "y");
    assertThat(connection.any(ConnFlags.WAIT_L4)).isFalse();
    connection.set(ConnFlags.WAIT_L4);
    test.recv(connection);
    assertThat(connection.any(ConnFlags.WAIT_L4)).isFalse();
    connection.set(ConnFlags.WAIT_L4);
    test.recv(connection);
    assertThat(connection.any(ConnFlags.WAIT_L4)).isFalse();
  }

  /** Rule CONN-02. */
  @Test
  void muxHearsOnceThatTheSocketIsConnected() {
    Connection connection = test.connect(listening.address());
    MuxOps mux = install(connection);
    assertThat(connection.any(ConnFlags.WAIT_L4)).isTrue();
    verify(mux, never()).wake();
    test.until("it is connected", () -> !connection.any(ConnFlags.WAIT_L4));
    test.settle();
    verify(mux).wake();
    assertThat(connection.error()).isEqualTo(ConnError.NONE);
    assertThat(connection.ctl().maySend()).isTrue();
  }

  @Test
  void refusedConnectHasItsReason() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Connection connection = test.connect(new Ip4Address(0x7f000001, port));
    MuxOps mux = install(connection);
    test.until("it fails", () -> connection.any(ConnFlags.ERROR));
    assertThat(connection.error()).isEqualTo(ConnError.EREFUSED);
    verify(mux).wake();
  }

  @Test
  void connectThatFailsAtOnceLeavesNoDescriptor(@TempDir Path folder) {
    int free = test.openSockets();
    Connection connection = test.connect(new UnixAddress(folder + "/nobody", false));
    assertThat(connection.any(ConnFlags.ERROR)).isTrue();
    assertThat(connection.any(ConnFlags.CTL_READY)).isFalse();
    assertThat(test.openSockets()).isEqualTo(free);
  }

  /** Rule SUB-03. */
  @Test
  void subscriptionToWhatIsReadyWakesAtOnceAndIsNotRecorded() throws IOException {
    test.peer(listening);
    Connection connection = test.next();
    connection.ctl().subscribe(WaitEvent.RETRY_SEND, waiter);
    assertThat(waiter.events()).isZero();
    test.settle();
    assertThat(handler.reasons).containsExactly(Tasklet.WOKEN_IO);
  }

  /** Rules SUB-02 and SUB-03. */
  @Test
  void subscriberIsWokenOnceWhenDataCome() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    connection.ctl().subscribe(WaitEvent.RETRY_RECV, waiter);
    test.settle();
    assertThat(handler.reasons).isEmpty();
    send(peer, "x");
    test.until("the subscriber runs", () -> !handler.reasons.isEmpty());
    send(peer, "y");
    test.until("both are there", () -> test.recv(connection).endsWith("y"));
    assertThat(handler.reasons).containsExactly(Tasklet.WOKEN_IO);
    assertThat(waiter.events()).isZero();
  }

  @Test
  void fullSocketTakesNoMoreAndWakesItsSubscriberOnceThereIsRoom() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    test.settle();
    int sent = test.fill(connection);
    connection.ctl().subscribe(WaitEvent.RETRY_SEND, waiter);
    assertThat(waiter.waits(WaitEvent.RETRY_SEND)).isTrue();
    assertThat(peer.getInputStream().readNBytes(sent)).hasSize(sent);
    test.until("the subscriber runs", () -> !handler.reasons.isEmpty());
    assertThat(connection.ctl().maySend()).isTrue();
    assertThat(connection.error()).isEqualTo(ConnError.NONE);
  }

  /** Rule SUB-04. */
  @Test
  void unsubscribedIsNotWoken() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    connection.ctl().subscribe(WaitEvent.RETRY_RECV, waiter);
    connection.ctl().unsubscribe(WaitEvent.RETRY_RECV, waiter);
    send(peer, "x");
    awaitData(connection);
    assertThat(handler.reasons).isEmpty();
  }

  /** Rule XPRT-05. */
  @Test
  void closeWakesTheSubscriber() throws IOException {
    test.peer(listening);
    Connection connection = test.next();
    connection.ctl().subscribe(WaitEvent.RETRY_RECV, waiter);
    connection.release();
    test.settle();
    assertThat(handler.reasons).containsExactly(Tasklet.WOKEN_IO);
    assertThat(waiter.events()).isZero();
  }

  /** Rule CTL-01. */
  @Test
  void drainDropsWhatIsThereAndSaysWhetherTheEndIs() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    assertThat(connection.ctl().drain()).isFalse();
    send(peer, "dropped");
    awaitData(connection);
    assertThat(connection.ctl().drain()).isFalse();
    assertThat(connection.ctl().mayRecv()).isFalse();
    send(peer, "dropped");
    peer.shutdownOutput();
    test.until("the end is seen", () -> connection.ctl().drain());
  }

  /** Rule CTL-01. */
  @Test
  void drainOfResetConnectionSaysThatReadingIsOver() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    reset(peer);
    awaitData(connection);
    assertThat(connection.ctl().drain()).isTrue();
  }

  /** Rule CTL-02. */
  @Test
  void peerThatSentMuchSeesTheEndAndNoResetAfterDrain() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    peer.setSoTimeout(PATIENCE_MILLIS);
    for (int i = 0; i < 60; i++) {
      peer.getOutputStream().write(new byte[1000]);
    }
    awaitData(connection);
    connection.drain();
    connection.release();
    assertThat(peer.getInputStream().read()).isEqualTo(-1);
  }

  /** Rule CTL-02, for sockets that the system cannot empty without a copy. */
  @Test
  void unixPeerThatSentMuchSeesTheEndAndNoResetAfterDrain(@TempDir Path folder) throws IOException {
    UnixAddress address = new UnixAddress(folder + "/s", false);
    test.acceptOn(test.listen(address, ListenOptions.DEFAULT));
    try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(address.path()))) {
      Connection connection = test.next();
      peer.write(ByteBuffer.allocate(60_000));
      awaitData(connection);
      connection.drain();
      connection.release();
      assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void serverReadsAllThoughBothSidesHaveEnded() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Connection connection = test.connect(new Ip4Address(0x7f000001, server.getLocalPort()));
      test.until("it is connected", () -> !connection.any(ConnFlags.WAIT_L4));
      try (Socket peer = server.accept()) {
        peer.setSoTimeout(PATIENCE_MILLIS);
        int sent = test.fill(connection);
        connection.shutWrite(true);
        peer.shutdownOutput();
        test.until("the end is seen", () -> connection.ctl().drain());
        connection.release();
        assertThat(peer.getInputStream().readNBytes(sent)).hasSize(sent);
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void closesByResetWhenToldUnlessThePeerEndedFirst() throws IOException {
    Socket first = test.peer(listening);
    Connection told = test.next();
    told.ctl().resetOnClose();
    told.release();
    InputStream in = first.getInputStream();
    assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
    Socket second = test.peer(listening);
    second.shutdownOutput();
    Connection ended = test.next();
    ended.ctl().resetOnClose();
    test.until("the end is seen", () -> ended.any(ConnFlags.SOCK_RD_SH) || readsNothing(ended));
    ended.release();
    assertThat(second.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void shutWriteTellsThePeerBehindWhatWasSent() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    test.send(connection, "last");
    connection.shutWrite(true);
    assertThat(peer.getInputStream().readAllBytes()).isEqualTo("last".getBytes(US_ASCII));
    send(peer, "still");
    awaitData(connection);
    assertThat(test.recv(connection)).isEqualTo("still");
  }

  @Test
  void bytesPassThroughPipe() throws IOException {
    Socket from = test.peer(listening);
    Connection source = test.next();
    Socket to = test.peer(listening);
    Connection sink = test.next();
    Pipe pipe = Objects.requireNonNull(test.loop.pipes().take());
    send(from, "spliced");
    awaitData(source);
    assertThat(source.ctl().recvPipe(pipe, pipe.capacity())).isEqualTo(7);
    assertThat(source.ctl().recvPipe(pipe, pipe.capacity())).isZero();
    // It may be the pipe that was full: nothing is known of the socket.
    assertThat(source.ctl().mayRecv()).isTrue();
    assertThat(sink.ctl().sendPipe(pipe)).isEqualTo(7);
    assertThat(pipe.isEmpty()).isTrue();
    assertThat(to.getInputStream().readNBytes(7)).isEqualTo("spliced".getBytes(US_ASCII));
    assertThat(source.ctl().recvPipe(pipe, pipe.capacity())).isZero();
    assertThat(source.ctl().mayRecv()).isFalse();
    from.shutdownOutput();
    awaitData(source);
    assertThat(source.ctl().recvPipe(pipe, pipe.capacity())).isZero();
    assertThat(source.any(ConnFlags.SOCK_RD_SH)).isTrue();
    test.loop.pipes().give(pipe);
  }

  @Test
  void knowsItsAddresses() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    assertThat(connection.ctl().name()).isEqualTo("tcpv4");
    assertThat(connection.ctl().remoteAddress())
        .isEqualTo(new Ip4Address(0x7f000001, peer.getLocalPort()));
    assertThat(connection.ctl().localAddress()).isEqualTo(listening.address());
  }

  @Test
  void watchesWhatSomebodyWaitsFor() throws IOException {
    test.peer(listening);
    Connection connection = test.next();
    SocketCtl ctl = (SocketCtl) connection.ctl();
    assertThat(ctl.interest()).isZero();
    ctl.subscribe(WaitEvent.RETRY_RECV, waiter);
    assertThat(ctl.interest()).isEqualTo(Poller.IN);
    connection.set(ConnFlags.WAIT_L4);
    assertThat(ctl.interest()).isEqualTo(Poller.IN | Poller.OUT);
  }

  @Test
  void closedConnectionsLeaveNoDescriptor() throws IOException {
    test.peer(listening).close();
    test.next().release();
    int free = test.openSockets();
    for (int i = 0; i < 16; i++) {
      Socket peer = test.peer(listening);
      Connection in = test.next();
      Connection out = test.connect(listening.address());
      test.next().release();
      out.release();
      in.release();
      peer.close();
    }
    assertThat(test.openSockets()).isLessThan(free + 16);
  }

  /** A mux that frees its tasklet, and forgets what that waits for. */
  @Test
  void subscriberThatIsGoneCostsNoDescriptor() throws IOException {
    Socket peer = test.peer(listening);
    Connection connection = test.next();
    int open = test.openSockets();
    connection.ctl().subscribe(WaitEvent.RETRY_RECV, waiter);
    tasklet.free();
    connection.release();
    assertThat(test.openSockets()).isEqualTo(open - 1);
    assertThat(peer.getInputStream().read()).isNegative();
    verify(test.session).connectionClosed(connection);
    assertThat(test.loop.faults().counts()).hasSize(1);
  }

  private boolean readsNothing(Connection connection) {
    return !test.recv(connection).isEmpty();
  }

  private MuxOps install(Connection connection) {
    MuxOps mux = mock();
    MuxFactory factory = mock();
    when(factory.create(connection)).thenReturn(mux);
    when(mux.init(any(), any(), any())).thenReturn(true);
    when(mux.wake()).thenReturn(true);
    doAnswer(
            call -> {
              connection.close();
              return null;
            })
        .when(mux)
        .destroy();
    assertThat(connection.installMux(factory, null, null)).isTrue();
    return mux;
  }

  private void awaitData(Connection connection) {
    test.until("there is something to read", () -> connection.ctl().mayRecv());
  }

  private static void send(Socket peer, String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static void reset(Socket peer) throws IOException {
    peer.setSoLinger(true, 0);
    peer.close();
  }
}
