package io.turnout.core.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.UnixAddress;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketCallsTest {
  private static final int LOOPBACK = 0x7f000001;
  private static final int NON_BLOCKING = Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC;

  private final OpenDescriptors open = new OpenDescriptors();
  private final SocketCalls calls = open.kernel.sockets();

  @AfterEach
  void closeAll() {
    open.close();
  }

  @Test
  void answersNegatedErrno() {
    assertThat(calls.listen(-1, 1)).isEqualTo(-Errno.EBADF);
    assertThat(calls.getpeername(open.tcp())).isEqualTo(-Errno.ENOTCONN);
    assertThat(open.recv(open.pair()[0])).isEqualTo("EAGAIN");
  }

  @Test
  void connectsAndTellsBothAddressesOfTcpConnection() {
    int listener = open.tcp();
    assertThat(calls.bind(listener, new Ip4Address(LOOPBACK, 0))).isZero();
    assertThat(calls.listen(listener, 8)).isZero();
    assertThat(calls.accept4(listener, NON_BLOCKING)).isEqualTo(-Errno.EAGAIN);
    assertThat(calls.getsockname(listener)).isZero();
    Address bound = calls.address();

    int client = open.tcp();
    assertThat(calls.connect(client, bound)).isIn(0, -Errno.EINPROGRESS);
    int server = open.open(calls.accept4(listener, NON_BLOCKING));
    Address peer = calls.address();

    assertThat(calls.getsockname(client)).isZero();
    assertThat(calls.address()).isEqualTo(peer);
    assertThat(calls.getpeername(client)).isZero();
    assertThat(calls.address()).isEqualTo(bound);
    assertThat(open.send(client, "hello")).isEqualTo(5);
    assertThat(open.recv(server)).isEqualTo("hello");
  }

  @Test
  void acceptsOverUnixSocketWithPathAndWithAbstractName(@TempDir Path folder) {
    Address path = new UnixAddress(folder.resolve("s").toString(), false);
    Address name = new UnixAddress("turnout-" + UUID.randomUUID(), true);
    for (Address address : new Address[] {path, name}) {
      int listener = open.open(calls.socket(Constants.AF_UNIX, Constants.SOCK_STREAM, 0));
      assertThat(calls.bind(listener, address)).isZero();
      assertThat(calls.listen(listener, 8)).isZero();
      assertThat(calls.getsockname(listener)).isZero();
      assertThat(calls.address()).isEqualTo(address);

      int client = open.open(calls.socket(Constants.AF_UNIX, Constants.SOCK_STREAM, 0));
      assertThat(calls.connect(client, address)).isZero();
      open.open(calls.accept4(listener, NON_BLOCKING));
      assertThat(calls.address()).isEqualTo(new UnixAddress("", false));
    }
  }

  @Test
  void refusesUnixPathThatDoesNotFit() {
    int socket = open.open(calls.socket(Constants.AF_UNIX, Constants.SOCK_STREAM, 0));
    UnixAddress address = new UnixAddress("/" + "x".repeat(107), false);
    assertThat(calls.bind(socket, address)).isEqualTo(-Errno.ENAMETOOLONG);
    assertThat(calls.connect(socket, address)).isEqualTo(-Errno.ENAMETOOLONG);
  }

  @Test
  void sendsDatagramToPath(@TempDir Path folder) {
    UnixAddress address = new UnixAddress(folder.resolve("log").toString(), false);
    int receiver = open.open(calls.socket(Constants.AF_UNIX, Constants.SOCK_DGRAM, 0));
    assertThat(calls.bind(receiver, address)).isZero();
    int sender = open.open(calls.socket(Constants.AF_UNIX, Constants.SOCK_DGRAM, 0));
    open.memory.setString(0, "line");
    int flags = Constants.MSG_DONTWAIT | Constants.MSG_NOSIGNAL;
    assertThat(calls.sendto(sender, open.memory.address(), 4, flags, address)).isEqualTo(4);
    assertThat(open.recv(receiver)).isEqualTo("line");
  }

  @Test
  void setsAndAsksOptions() {
    int socket = open.tcp();
    assertThat(calls.getsockopt(socket, Constants.IPPROTO_TCP, Constants.TCP_NODELAY)).isZero();
    assertThat(calls.setsockopt(socket, Constants.IPPROTO_TCP, Constants.TCP_NODELAY, 1)).isZero();
    assertThat(calls.getsockopt(socket, Constants.IPPROTO_TCP, Constants.TCP_NODELAY)).isOne();
    assertThat(calls.getsockopt(socket, Constants.SOL_SOCKET, Constants.SO_ERROR)).isZero();
    assertThat(calls.getsockopt(socket, Constants.SOL_SOCKET, Constants.SO_DOMAIN))
        .isEqualTo(Constants.AF_INET);
    assertThat(
            calls.setTextOption(socket, Constants.IPPROTO_TCP, Constants.TCP_CONGESTION, "nosuch"))
        .isEqualTo(-Errno.ENOENT);
    assertThat(calls.setTextOption(socket, Constants.IPPROTO_TCP, Constants.TCP_CONGESTION, "reno"))
        .isZero();
  }

  @Test
  void resetsPeerWhenLingerIsZero() {
    int listener = open.tcp();
    calls.bind(listener, new Ip4Address(LOOPBACK, 0));
    calls.listen(listener, 8);
    calls.getsockname(listener);
    int client = open.tcp();
    calls.connect(client, calls.address());
    int server = open.open(calls.accept4(listener, NON_BLOCKING));
    assertThat(calls.setLinger(server, 0)).isZero();
    open.close(server);
    assertThat(open.recv(client)).isEqualTo("ECONNRESET");
  }

  @Test
  void readsEndOfStreamAfterShutdown() {
    int[] pair = open.pair();
    assertThat(calls.shutdown(pair[1], Constants.SHUT_WR)).isZero();
    assertThat(open.recv(pair[0])).isEmpty();
    open.close(pair[0]);
    assertThat(open.send(pair[1], "x")).isEqualTo(-Errno.EPIPE);
  }

  @Tag("allocation")
  @Test
  void allocatesNothingToReceiveAndSend() {
    int[] pair = open.pair();
    assertThat(Allocation.bytesPerRound(() -> exchange(pair))).isZero();
  }

  private void exchange(int[] pair) {
    int flags = Constants.MSG_DONTWAIT | Constants.MSG_NOSIGNAL;
    calls.send(pair[0], open.memory.address(), 64, flags);
    calls.recv(pair[1], open.memory.address(), 64, flags);
    calls.recv(pair[1], open.memory.address(), 64, flags);
  }
}
