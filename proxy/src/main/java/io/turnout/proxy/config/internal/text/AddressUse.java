package io.turnout.proxy.config.internal.text;

import java.util.EnumSet;
import java.util.Set;

/** What an address is for, which decides what it may be. */
public enum AddressUse {
  BIND(
      EnumSet.of(
          AddressKind.ANY,
          AddressKind.IP4,
          AddressKind.IP6,
          AddressKind.UNIX,
          AddressKind.ABSTRACT,
          AddressKind.DESCRIPTOR),
      "tcp@, tcp4@, tcp6@, ip@, ipv4@, ipv6@, unix@, abns@, fd@"),
  SERVER(
      EnumSet.of(
          AddressKind.ANY,
          AddressKind.IP4,
          AddressKind.IP6,
          AddressKind.UNIX,
          AddressKind.ABSTRACT),
      "tcp@, tcp4@, tcp6@, ip@, ipv4@, ipv6@, unix@, abns@"),
  LOG(
      EnumSet.of(
          AddressKind.ANY,
          AddressKind.IP4,
          AddressKind.IP6,
          AddressKind.UNIX,
          AddressKind.DESCRIPTOR),
      "udp@, udp4@, udp6@, ip@, ipv4@, ipv6@, unix@, fd@");

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
  private final Set<AddressKind> kinds;

  private final String prefixes;

  AddressUse(Set<AddressKind> kinds, String prefixes) {
    this.kinds = Set.copyOf(kinds);
    this.prefixes = prefixes;
  }

  boolean allows(AddressKind kind) {
    return kinds.contains(kind);
  }

  String prefixes() {
    return prefixes;
  }
}
