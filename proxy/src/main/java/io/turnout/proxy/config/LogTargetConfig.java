package io.turnout.proxy.config;

import io.turnout.core.address.Address;

/**
 * One {@code log} line.
 *
 * @param target where lines go
 * @param maxLength longest line in bytes, cut beyond; HAProxy's default is 1024
 * @param format how a line is framed
 * @param facility syslog facility
 * @param maxLevel least severe level that is sent
 * @param minLevel most severe level as which a line is sent: more severe ones are lowered to it
 */
public record LogTargetConfig(
    Target target,
    int maxLength,
    SyslogFormat format,
    SyslogFacility facility,
    SyslogLevel maxLevel,
    SyslogLevel minLevel) {

  /** Where log lines go. */
  public sealed interface Target {
    /** An open descriptor: {@code stdout} is 1, {@code stderr} is 2, {@code fd@N} is N. */
    record Descriptor(int number) implements Target {}

    /** A syslog server over UDP. */
    record Udp(Address address) implements Target {}

    /** A local syslog socket (datagram), such as {@code /dev/log}. */
    record UnixDatagram(String path) implements Target {}
  }
}
