package io.turnout.proxy.log;

import io.turnout.core.address.Ip4Address;
import io.turnout.proxy.config.LogTargetConfig;
import io.turnout.proxy.config.LogTargetConfig.Target;
import io.turnout.proxy.config.SyslogFacility;
import io.turnout.proxy.config.SyslogFormat;
import io.turnout.proxy.config.SyslogLevel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;

/** What the tests of this package log: one session, one identity, one moment. */
final class Sessions {
  static final long ACCEPT = Instant.parse("2026-11-22T21:49:10.346Z").toEpochMilli();
  static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  static final LogIdentity IDENTITY = new LogIdentity("turnout", null, "vm", 5291);

  private Sessions() {}

  static LogRecord served() {
    LogRecord record = new LogRecord();
    record.client = new Ip4Address(0x7f000001, 56636);
    record.destination = new Ip4Address(0x0a000001, 8080);
    record.serverSource = new Ip4Address(0x0a000001, 41000);
    record.serverAddress = new Ip4Address(0x0a0000ff, 80);
    record.listenerId = 1;
    record.listenerName = "sock-1";
    record.acceptMillis = ACCEPT;
    record.frontend = "front";
    record.backend = "back";
    record.server = "s1";
    record.handshakeMillis = 5;
    record.queueMillis = 1;
    record.connectMillis = 20;
    record.totalMillis = 1234;
    record.bytesToClient = 98765432101L;
    record.bytesFromClient = 42;
    record.processConnections = 6;
    record.frontendConnections = 5;
    record.backendConnections = 4;
    record.serverConnections = 3;
    record.serverQueuePosition = 7;
    record.backendQueuePosition = 8;
    record.streamNumber = 17;
    return record;
  }

  static LogLine line() {
    return new LogLine(() -> ACCEPT + 1234, PARIS);
  }

  static String formatted(String format, LogRecord record) {
    LogLine line = line();
    line.message.start(1024);
    LogFormat.compile(format, IDENTITY).write(record, line);
    return StandardCharsets.UTF_8.decode(line.message.view()).toString();
  }

  static LogTargetConfig target(SyslogFormat format) {
    return target(format, 1024, SyslogLevel.DEBUG, SyslogLevel.EMERG);
  }

  static LogTargetConfig target(
      SyslogFormat format, int maxLength, SyslogLevel maxLevel, SyslogLevel minLevel) {
    Target unix = new Target.UnixDatagram("/dev/log");
    return new LogTargetConfig(unix, maxLength, format, SyslogFacility.LOCAL0, maxLevel, minLevel);
  }
}
