package io.turnout.core.net;

import io.turnout.core.address.Address;
import io.turnout.core.address.Addresses;
import io.turnout.core.address.InheritedAddress;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.core.internal.linux.Constants;
import io.turnout.core.internal.linux.Errno;
import io.turnout.core.internal.linux.Kernel;
import io.turnout.core.internal.linux.SocketCalls;
import io.turnout.core.net.ListenOptions.Ip4Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes one listening socket, or says why it cannot. */
final class SocketBinder {
  private static final int TYPE =
      Constants.SOCK_STREAM | Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC;

  // Of st_mode, the same on all architectures.
  private static final int FILE_TYPE = 0170000;
  private static final int SOCKET_FILE = 0140000;

  private final Kernel kernel;
  private final Address address;
  private final ListenOptions options;

  SocketBinder(Kernel kernel, Address address, ListenOptions options) {
    this.kernel = kernel;
    this.address = address;
    this.options = options;
  }

  /** The descriptor of a socket that listens. */
  int open() {
    if (address instanceof InheritedAddress inherited) {
      return adopt(inherited.descriptor());
    }
    int family = SocketCalls.family(address);
    int descriptor = require("socket", kernel.sockets().socket(family, TYPE, 0));
    try {
      if (address instanceof UnixAddress unix) {
        bindUnix(descriptor, unix);
      } else {
        bindTcp(descriptor);
      }
      require("listen", kernel.sockets().listen(descriptor, options.backlog()));
      return descriptor;
    } catch (NetworkException e) {
      kernel.files().close(descriptor);
      throw e;
    }
  }

  private int adopt(int descriptor) {
    int listens =
        kernel.sockets().getsockopt(descriptor, Constants.SOL_SOCKET, Constants.SO_ACCEPTCONN);
    if (listens < 0) {
      throw problem("fd@" + descriptor + ": " + Errno.message(-listens), "Pass a listening socket");
    }
    if (listens == 0) {
      throw problem(
          "fd@" + descriptor + ": the socket does not listen", "Call listen() before passing it");
    }
    int flags = kernel.files().fcntl(descriptor, Constants.F_GETFL, 0);
    require(
        "fcntl", kernel.files().fcntl(descriptor, Constants.F_SETFL, flags | Constants.O_NONBLOCK));
    inheritByAccepted(descriptor);
    return descriptor;
  }

  private void bindTcp(int descriptor) {
    option(descriptor, Constants.SOL_SOCKET, Constants.SO_REUSEADDR, 1);
    if (address instanceof Ip6Address && options.ip4() != Ip4Clients.AS_SYSTEM) {
      int only = options.ip4() == Ip4Clients.REFUSED ? 1 : 0;
      option(descriptor, Constants.IPPROTO_IPV6, Constants.IPV6_V6ONLY, only);
    }
    String device = options.interfaceName();
    if (device != null) {
      require(
          "interface " + device,
          kernel
              .sockets()
              .setTextOption(descriptor, Constants.SOL_SOCKET, Constants.SO_BINDTODEVICE, device));
    }
    if (options.maxSegmentBytes() > 0) {
      option(descriptor, Constants.IPPROTO_TCP, Constants.TCP_MAXSEG, options.maxSegmentBytes());
    }
    if (options.deferAcceptSeconds() > 0) {
      option(
          descriptor,
          Constants.IPPROTO_TCP,
          Constants.TCP_DEFER_ACCEPT,
          options.deferAcceptSeconds());
    }
    if (options.fastOpenQueue() > 0) {
      option(descriptor, Constants.IPPROTO_TCP, Constants.TCP_FASTOPEN, options.fastOpenQueue());
    }
    inheritByAccepted(descriptor);
    require("bind", kernel.sockets().bind(descriptor, address));
  }

  /** Accepted sockets get these from the listening one, so they need no call of their own. */
  private void inheritByAccepted(int descriptor) {
    int domain = kernel.sockets().getsockopt(descriptor, Constants.SOL_SOCKET, Constants.SO_DOMAIN);
    if (domain == Constants.AF_UNIX) {
      return;
    }
    option(descriptor, Constants.IPPROTO_TCP, Constants.TCP_NODELAY, 1);
    if (options.keepAlive()) {
      option(descriptor, Constants.SOL_SOCKET, Constants.SO_KEEPALIVE, 1);
    }
  }

  private void bindUnix(int descriptor, UnixAddress unix) {
    int bound = kernel.sockets().bind(descriptor, unix);
    if (bound == -Errno.EADDRINUSE && !unix.abstractNamespace() && isDead(unix)) {
      kernel.files().unlink(unix.path());
      bound = kernel.sockets().bind(descriptor, unix);
    }
    require("bind", bound);
    ListenOptions.UnixFile file = options.unixFile();
    if (file != null && !unix.abstractNamespace()) {
      if (file.mode() >= 0) {
        require("chmod", kernel.files().chmod(unix.path(), file.mode()));
      }
      if (file.userId() >= 0 || file.groupId() >= 0) {
        require("chown", kernel.files().chown(unix.path(), file.userId(), file.groupId()));
      }
    }
  }

  /** Whether the socket's file was left behind by a process that is gone. */
  private boolean isDead(UnixAddress unix) {
    // connect refuses a file of any other kind as it refuses a dead socket.
    if (!isSocket(unix.path())) {
      return false;
    }
    int probe = kernel.sockets().socket(Constants.AF_UNIX, TYPE, 0);
    if (probe < 0) {
      return false;
    }
    int answer = kernel.sockets().connect(probe, unix);
    kernel.files().close(probe);
    return answer == -Errno.ECONNREFUSED;
  }

  private static boolean isSocket(String path) {
    try {
      Object mode = Files.getAttribute(Path.of(path), "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return ((Integer) mode & FILE_TYPE) == SOCKET_FILE;
    } catch (IOException unreadable) {
      return false;
    }
  }

  private void option(int descriptor, int level, int name, int value) {
    require("setsockopt", kernel.sockets().setsockopt(descriptor, level, name, value));
  }

  private int require(String call, int answer) {
    if (answer < 0) {
      throw problem(
          call + ": " + Errno.message(-answer) + " (" + Errno.name(-answer) + ")", advice(-answer));
    }
    return answer;
  }

  private NetworkException problem(String what, @Nullable String advice) {
    return new NetworkException(
        NetworkErrorCode.CANNOT_LISTEN.id()
            + " cannot listen on "
            + Addresses.text(address)
            + ": "
            + what
            + (advice == null ? "." : ". " + advice + "."));
  }

  private static @Nullable String advice(int errno) {
    return switch (errno) {
      case Errno.EADDRINUSE -> "Stop the program that uses it, or choose another address";
      case Errno.EACCES ->
          "Ports below 1024 need root or CAP_NET_BIND_SERVICE; a UNIX socket needs a writable folder";
      case Errno.EPERM -> "It needs a privilege that this process has not";
      case Errno.EADDRNOTAVAIL -> "Choose an address that this machine has";
      case Errno.ENOENT, Errno.ENOTDIR -> "Create the folder of the socket first";
      case Errno.EAFNOSUPPORT -> "This system has no such address family";
      case Errno.EMFILE, Errno.ENFILE -> "Raise the limit of open files (ulimit -n)";
      case Errno.ENAMETOOLONG -> "A UNIX socket's path has 107 bytes at most";
      case Errno.ENODEV -> "Name an interface of this machine";
      default -> null;
    };
  }
}
