package io.turnout.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.core.address.Address;
import io.turnout.core.address.InheritedAddress;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.core.internal.linux.Constants;
import io.turnout.core.net.ListenOptions.Ip4Clients;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can be listened on, and what is said about the rest. */
@Timeout(60)
class SocketBinderTest {
  private static final int LOCALHOST = 0x7f000001;

  private final Loopback test = new Loopback();
  @TempDir Path folder;
  private int freeBefore;

  @BeforeEach
  void countDescriptors() {
    freeBefore = test.openSockets();
  }

  @AfterEach
  void closeAll() throws IOException {
    test.close();
  }

  @Test
  void tellsThePortThatTheSystemChose() {
    assertThat(Loopback.port(test.listen())).isPositive();
    assertThat(((Ip6Address) listen(new Ip6Address(0, 1, 0, 0)).address()).port()).isPositive();
  }

  @Test
  void addressInUseIsNamedWithAdvice() {
    Address taken = test.listen().address();
    assertRefused(taken)
        .hasMessageStartingWith("TRN-4001 cannot listen on " + taken + ": bind: ")
        .hasMessageContainingAll("EADDRINUSE", "Stop the program that uses it");
  }

  @Test
  void refusalLeavesNoDescriptor() {
    Address taken = test.listen().address();
    int free = test.openSockets();
    assertRefused(taken);
    assertThat(test.openSockets()).isEqualTo(free);
  }

  @Test
  void addressOfAnotherMachineIsNamed() {
    assertRefused(new Ip4Address(0xc0000201, 0))
        .hasMessageContainingAll("192.0.2.1:0", "EADDRNOTAVAIL", "address that this machine has");
  }

  @Test
  void missingPrivilegeIsNamed() throws IOException {
    assumeTrue(!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")));
    Path from = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    assumeTrue(Integer.parseInt(Files.readString(from).strip()) > 1);
    assertRefused(new Ip4Address(LOCALHOST, 1))
        .hasMessageContainingAll("EACCES", "CAP_NET_BIND_SERVICE");
  }

  @Test
  void unknownInterfaceIsNamed() {
    ListenOptions options =
        new ListenOptions(
            1, 1, Ip4Clients.AS_SYSTEM, "nowhere9", 0, 0, 0, null, false, true, false);
    assertThatThrownBy(() -> test.listen(new Ip4Address(LOCALHOST, 0), options))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("interface nowhere9")
        .hasMessageMatching(".*(ENODEV|EPERM).*");
  }

  @Test
  void ip6WildcardTakesTheSystemsDefaultUnlessTold() throws IOException {
    Path standard = Path.of("/proc/sys/net/ipv6/bindv6only");
    assumeTrue(Files.exists(standard));
    assertThat(ip6Only(Ip4Clients.AS_SYSTEM))
        .isEqualTo(Integer.parseInt(Files.readString(standard).strip()));
    assertThat(ip6Only(Ip4Clients.SERVED)).isZero();
    assertThat(ip6Only(Ip4Clients.REFUSED)).isOne();
  }

  private int ip6Only(Ip4Clients ip4) {
    ListenOptions options = new ListenOptions(1, 1, ip4, null, 0, 0, 0, null, false, true, false);
    int socket = new SocketBinder(test.kernel, new Ip6Address(0, 0, 0, 0), options).open();
    int only =
        test.kernel.sockets().getsockopt(socket, Constants.IPPROTO_IPV6, Constants.IPV6_V6ONLY);
    assertThat(test.kernel.files().close(socket)).isZero();
    return only;
  }

  @Test
  void deadSocketsFileIsReplaced() throws IOException {
    UnixAddress address = unix("dead");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(address.path()));
    }
    assertThat(Path.of(address.path())).exists();
    Listening listening = listen(address);
    assertThat(listening.address()).isEqualTo(address);
    connect(address);
  }

  @Test
  void livingSocketsFileStays() throws IOException {
    UnixAddress address = unix("living");
    listen(address);
    assertRefused(address).hasMessageContainingAll("unix@" + address.path(), "EADDRINUSE");
    connect(address);
  }

  @Test
  void fileThatIsNoSocketStays() throws IOException {
    UnixAddress address = unix("precious");
    Files.writeString(Path.of(address.path()), "precious");
    assertRefused(address).hasMessageContaining("EADDRINUSE");
    assertThat(Path.of(address.path())).hasContent("precious");
  }

  @Test
  void missingFolderIsNamed() {
    assertRefused(new UnixAddress(folder + "/none/socket", false))
        .hasMessageContainingAll("ENOENT", "Create the folder");
  }

  @Test
  void pathTooLongIsNamed() {
    assertRefused(new UnixAddress("/" + "x".repeat(107), false))
        .hasMessageContainingAll("ENAMETOOLONG", "107 bytes");
  }

  @Test
  void unixSocketsFileGetsItsPermissionsAndGoesAtTheEnd() throws IOException {
    UnixAddress address = unix("mode");
    Listening listening = test.network.listen(address, withMode(0600));
    Path path = Path.of(address.path());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    listening.close();
    listening.close();
    assertThat(path).doesNotExist();
  }

  @Test
  void abstractNamesNeedNoFile() {
    UnixAddress address =
        new UnixAddress("turnout-" + ProcessHandle.current().pid() + "-" + freeBefore, true);
    assertThat(listen(address).address()).isEqualTo(address);
    assertRefused(address).hasMessageContainingAll("abns@", "EADDRINUSE");
  }

  @Test
  void inheritedSocketIsTakenAsItIs() throws IOException {
    int passed = test.kernel.sockets().socket(Constants.AF_INET, Constants.SOCK_STREAM, 0);
    assertThat(test.kernel.sockets().bind(passed, new Ip4Address(LOCALHOST, 0))).isZero();
    assertThat(test.kernel.sockets().listen(passed, 8)).isZero();
    Listening listening = listen(new InheritedAddress(passed));
    assertThat(Loopback.port(listening)).isPositive();
    test.acceptOn(listening);
    test.peer(listening);
    assertThat(test.option(test.next(), Constants.IPPROTO_TCP, Constants.TCP_NODELAY)).isOne();
    test.settle();
  }

  @Test
  void wrongInheritedDescriptorIsNamed() throws IOException {
    assertRefused(new InheritedAddress(1_000_000))
        .hasMessageContainingAll("fd@1000000", "Pass a listening socket");
    int pipe = (int) test.kernel.files().pipe2(Constants.O_CLOEXEC);
    assertRefused(new InheritedAddress(pipe)).hasMessageContaining("Pass a listening socket");
    int idle = test.kernel.sockets().socket(Constants.AF_INET, Constants.SOCK_STREAM, 0);
    assertRefused(new InheritedAddress(idle))
        .hasMessageContainingAll("does not listen", "listen()");
    // What is not ours stays open.
    assertThat(test.kernel.files().close(idle)).isZero();
    assertThat(test.kernel.files().close(pipe)).isZero();
    assertThat(test.kernel.files().close(pipe + 1)).isZero();
  }

  private Listening listen(Address address) {
    return test.listen(address, ListenOptions.DEFAULT);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Address address) {
    return assertThatThrownBy(() -> listen(address)).isInstanceOf(NetworkException.class);
  }

  private UnixAddress unix(String name) {
    return new UnixAddress(Objects.requireNonNull(folder).resolve(name).toString(), false);
  }

  private static ListenOptions withMode(int mode) {
    var file = new ListenOptions.UnixFile(mode, -1, -1);
    return new ListenOptions(1, 1, Ip4Clients.AS_SYSTEM, null, 0, 0, 0, file, false, true, false);
  }

  private static void connect(UnixAddress address) throws IOException {
    SocketChannel.open(UnixDomainSocketAddress.of(address.path())).close();
  }
}
