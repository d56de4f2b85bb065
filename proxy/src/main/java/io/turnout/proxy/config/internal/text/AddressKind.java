package io.turnout.proxy.config.internal.text;

/** The families of addresses. */
enum AddressKind {
  ANY,
  IP4,
  IP6,
  UNIX,
  ABSTRACT,
  DESCRIPTOR
}
