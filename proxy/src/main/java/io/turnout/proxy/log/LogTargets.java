package io.turnout.proxy.log;

import io.turnout.core.address.Address;
import io.turnout.core.address.InheritedAddress;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.proxy.config.LogTargetConfig;
import io.turnout.proxy.config.LogTargetConfig.Target;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Opens what {@code log} lines name. Lines that name the same target share one sender: stdout has
 * one writing thread, however many proxies log to it.
 *
 * <p><b>Thread:</b> one, but for {@link #lostLines()}.
 */
public final class LogTargets implements AutoCloseable {
  private final Function<String, DatagramSender> unixSenders;
  private final Map<Target, LogOutlet> outlets = new HashMap<>();
  private volatile List<LogOutlet> opened = List.of();

  /**
   * Opens nothing yet.
   *
   * @param unixSenders makes a sender to the datagram socket at a path; the JDK has none
   */
  public LogTargets(Function<String, DatagramSender> unixSenders) {
    this.unixSenders = unixSenders;
  }

  /**
   * Opens the targets of one proxy.
   *
   * @throws LogTargetException if one cannot be opened
   */
  public LogOutput open(List<LogTargetConfig> configs, LogIdentity identity) {
    List<LogTarget> targets = new ArrayList<>();
    for (LogTargetConfig config : configs) {
      targets.add(new LogTarget(config, identity, outlet(config.target())));
    }
    return new LogOutput(targets);
  }

  /** How many lines no target took since the start. */
  public long lostLines() {
    return opened.stream().mapToLong(LogOutlet::lostLines).sum();
  }

  /** Closes all targets; waits up to a second for each descriptor to take what is left. */
  @Override
  public void close() {
    outlets.values().forEach(LogOutlet::close);
  }

  LogOutlet outlet(Target target) {
    LogOutlet known = outlets.get(target);
    if (known != null) {
      return known;
    }
    LogOutlet outlet = new LogOutlet(sender(target));
    outlets.put(target, outlet);
    opened = List.copyOf(outlets.values());
    return outlet;
  }

  private DatagramSender sender(Target target) {
    return switch (target) {
      case Target.Descriptor descriptor -> descriptor(descriptor.number());
      case Target.Udp udp -> udp(udp.address());
      case Target.UnixDatagram unix -> unixSenders.apply(unix.path());
    };
  }

  private static DatagramSender descriptor(int number) {
    String name = "fd" + number;
    return switch (number) {
      case 1 -> new DescriptorSender(name, new FileOutputStream(FileDescriptor.out), false);
      case 2 -> new DescriptorSender(name, new FileOutputStream(FileDescriptor.err), false);
      default -> new DescriptorSender(name, reopened(number), true);
    };
  }

  /** Java has no way to adopt a number: the same file or pipe is opened once more, to append. */
  private static FileOutputStream reopened(int number) {
    try {
      return new FileOutputStream("/proc/self/fd/" + number, true);
    } catch (IOException notOpen) {
      throw new LogTargetException(
          "log fd@"
              + number
              + ": "
              + notOpen.getMessage()
              + ". Allowed: a file, pipe or terminal that is open for writing. Have the parent pass"
              + " it, or use stdout, stderr or a syslog server",
          notOpen);
    }
  }

  private static DatagramSender udp(Address address) {
    try {
      return new UdpSender(socketAddress(address));
    } catch (IOException failed) {
      throw new LogTargetException(
          "log udp " + address + ": cannot open a socket: " + failed.getMessage(), failed);
    }
  }

  private static InetSocketAddress socketAddress(Address address) throws UnknownHostException {
    return switch (address) {
      case Ip4Address ip4 ->
          new InetSocketAddress(
              InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(ip4.ip()).array()),
              ip4.port());
      case Ip6Address ip6 ->
          new InetSocketAddress(
              Inet6Address.getByAddress(
                  null,
                  ByteBuffer.allocate(16).putLong(ip6.high()).putLong(ip6.low()).array(),
                  ip6.scope()),
              ip6.port());
      case UnixAddress unix -> throw notUdp(unix);
      case InheritedAddress inherited -> throw notUdp(inherited);
    };
  }

  private static LogTargetException notUdp(Address address) {
    return new LogTargetException(
        "log udp: got " + address + ", allowed: an IP address and a port");
  }
}
