package io.turnout.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.turnout.core.address.Ip4Address;
import io.turnout.proxy.config.LogTargetConfig;
import io.turnout.proxy.config.LogTargetConfig.Target;
import io.turnout.proxy.config.SyslogFacility;
import io.turnout.proxy.config.SyslogFormat;
import io.turnout.proxy.config.SyslogLevel;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class LogAllocationTest {
  private static final int WARM_UP = 30_000;
  private static final int LINES = 10_000;

  /** The least of some rounds counts: a compiler that changes its mind allocates a little, once. */
  private static final int ROUNDS = 4;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long now = Sessions.ACCEPT;
  private final LogLine line = new LogLine(clock(), Sessions.PARIS);
  private final LogRecord record = Sessions.served();

  @Test
  void allocatesNothingForATcplogLine() {
    assertThat(allocatedBy(logger(new Target.UnixDatagram("/dev/log")))).isZero();
  }

  @Test
  void allocatesNothingForATcplogLineOverUdp() throws Exception {
    try (DatagramChannel server = DatagramChannel.open()) {
      server.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      assertThat(allocatedBy(logger(new Target.Udp(new Ip4Address(0x7f000001, port))))).isZero();
    }
  }

  private long allocatedBy(AccessLogger logger) {
    write(logger, WARM_UP);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      write(logger, LINES);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private void write(AccessLogger logger, int count) {
    for (int i = 0; i < count; i++) {
      now += 700; // most lines begin a new second
      record.acceptMillis = now - i % 5000 * 1000L;
      logger.sessionEnded(record, line);
    }
  }

  private LongSupplier clock() {
    return () -> now;
  }

  private static AccessLogger logger(Target target) {
    LogTargetConfig config =
        new LogTargetConfig(
            target,
            1024,
            SyslogFormat.RFC5424,
            SyslogFacility.LOCAL0,
            SyslogLevel.DEBUG,
            SyslogLevel.EMERG);
    LogOutput output =
        new LogTargets(path -> new Nowhere()).open(List.of(config), Sessions.IDENTITY);
    LogFormat format = LogFormat.compile(LogFormat.TCP, Sessions.IDENTITY);
    return new AccessLogger(format, output, Set.of(AccessLogOption.SEPARATE_ERRORS));
  }

  private static final class Nowhere implements DatagramSender {
    @Override
    public boolean trySend(ByteBuffer line) {
      return true;
    }

    @Override
    public void close() {}
  }
}
