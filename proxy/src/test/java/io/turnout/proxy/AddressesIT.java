package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.net.ListenOptions;
import io.turnout.core.net.Listening;
import io.turnout.core.net.SystemNetwork;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProxyProcess;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The families of addresses, in front and at the back. */
class AddressesIT {
  /** Listens at any port of 127.0.0.1 as descriptor 9, and becomes the command that follows. */
  private static final String LISTEN =
      """
      socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
      bind($socket, sockaddr_in(0, INADDR_LOOPBACK)) or die "bind: $!";
      listen($socket, 100) or die "listen: $!";
      POSIX::dup2(fileno($socket), 9) or die "dup2: $!";
      exec @ARGV or die "exec: $!";
      """;

  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;

  private RunningProxy proxy(String bind, String server, String... lines) {
    return rig.proxy(
        "listen front\n  bind %s\n  server s1 %s\n  %s\n"
            .formatted(bind, server, String.join("\n  ", lines)));
  }

  private static void echoes(Peer client) throws IOException {
    client.send("hello");
    client.halfClose();
    assertThat(client.receiveAll()).isEqualTo("hello");
  }

  private static String addressOf(TestServer server) {
    return "127.0.0.1:" + server.port();
  }

  @Test
  void unixSocketInFront() throws Exception {
    Path socket = folder.resolve("front.sock");
    LogCapture log = rig.own(new LogCapture());
    RunningProxy proxy = proxy("unix@" + socket + " mode 600", addressOf(rig.echo()), log.tcplog());

    echoes(rig.connect(UnixDomainSocketAddress.of(socket)));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    assertThat(log.next()).startsWith("unix:1 [").contains(" -- ");
    proxy.close();
    assertThat(socket).doesNotExist();
  }

  @Test
  void unixSocketOfADeadProcessIsReplaced() throws Exception {
    Path socket = folder.resolve("front.sock");
    rig.serverAt(UnixDomainSocketAddress.of(socket), 1).close();
    assertThat(socket).exists();
    proxy("unix@" + socket, addressOf(rig.echo()));

    echoes(rig.connect(UnixDomainSocketAddress.of(socket)));
  }

  @Test
  void unixSocketAtTheBack() throws Exception {
    Path socket = folder.resolve("back.sock");
    TestServer server = rig.serverAt(UnixDomainSocketAddress.of(socket), 10);
    RunningProxy proxy = proxy("127.0.0.1:1", "unix@" + socket);
    Peer client = rig.connect(proxy);
    client.send("hello");
    Peer taken = server.accept();
    assertThat(taken.receive(5)).isEqualTo("hello");
    taken.send("bye");
    taken.close();

    assertThat(client.receiveAll()).isEqualTo("bye");
  }

  @Test
  void missingUnixSocketAtTheBackIsAFailedConnection() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    RunningProxy proxy =
        proxy("127.0.0.1:1", "unix@" + folder.resolve("none"), "retries 0", log.tcplog());

    assertThat(rig.connect(proxy).drain()).isEqualTo(new Peer.Ending(0, false));

    assertThat(log.nextTcp().termination()).isEqualTo("SC");
  }

  /** A second proxy is the client, as the JDK knows no abstract names. */
  @Test
  void abstractUnixSocketOnBothSides() throws Exception {
    String name = "turnout-test-" + ProcessHandle.current().pid();
    proxy("abns@" + name, addressOf(rig.echo()));

    echoes(rig.connect(proxy("127.0.0.1:1", "abns@" + name)));
  }

  @Test
  void ip6OnBothSides() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("::1");
    TestServer server = rig.serverAt(new InetSocketAddress(loopback, 0), 10);
    RunningProxy proxy = proxy("[::1]:1", "[::1]:" + server.port());
    Peer client = rig.connect(new InetSocketAddress(loopback, proxy.port()));
    client.send("hello");
    Peer taken = server.accept();
    assertThat(taken.receive(5)).isEqualTo("hello");
    taken.send("bye");
    taken.close();

    assertThat(client.receiveAll()).isEqualTo("bye");
  }

  @Test
  void dualStackSocketServesIp4Clients() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    RunningProxy proxy = proxy("[::]:1 v4v6", addressOf(rig.echo()), log.tcplog());

    echoes(rig.connect(proxy));

    assertThat(log.next()).startsWith("::ffff:127.0.0.1:");
  }

  @Test
  void ip6OnlySocketLeavesIp4ToAnother() throws Exception {
    RunningProxy proxy = proxy("[::]:1 v4v6 v6only", addressOf(rig.echo()));
    InetAddress ip4 = InetAddress.ofLiteral("127.0.0.1");
    TestServer other = rig.serverAt(new InetSocketAddress(ip4, proxy.port()), 1);

    Peer client = rig.connect(proxy);

    other.accept().close();
    assertThat(client.receiveAll()).isEmpty();
    echoes(rig.connect(new InetSocketAddress(InetAddress.ofLiteral("::1"), proxy.port())));
  }

  @Test
  void inheritedListeningSocket() throws Exception {
    Set<Integer> before = sockets();
    // Not closed here: it is the proxy's from then on.
    Listening inherited =
        new SystemNetwork().listen(new Ip4Address(0x7f000001, 0), ListenOptions.DEFAULT);
    Set<Integer> opened = sockets();
    opened.removeAll(before);
    proxy("fd@" + opened.iterator().next(), addressOf(rig.echo()));

    echoes(rig.connect(RunningProxy.portOf(inherited.address())));
  }

  /** By Perl, as the JDK marks each descriptor to be closed when it starts a process. */
  @Test
  void listeningSocketOfTheParentProcess() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "perl is missing: install perl");
    Path config =
        ProxyProcess.configuration(
            folder,
            Rig.configuration(
                "",
                "listen front\n  bind fd@9\n  server s1 %s\n".formatted(addressOf(rig.echo()))));

    try (ProxyProcess proxy =
        new ProxyProcess(config, "perl", "-MSocket", "-MPOSIX", "-e", LISTEN)) {
      echoes(rig.connect(proxy.port()));
    }
  }

  private static Set<Integer> sockets() throws IOException {
    Set<Integer> numbers = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path entry : entries) {
        if (isSocket(entry)) {
          numbers.add(Integer.parseInt(entry.getFileName().toString()));
        }
      }
    }
    return numbers;
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closed) {
      return false;
    }
  }
}
