package io.turnout.core.address;

/** Where a socket is bound or connected. Compact on purpose: one lives in each connection. */
public sealed interface Address permits Ip4Address, Ip6Address, UnixAddress, InheritedAddress {}
