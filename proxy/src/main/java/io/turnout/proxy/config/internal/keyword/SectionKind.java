package io.turnout.proxy.config.internal.keyword;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The sections that Turnout reads. */
public enum SectionKind {
  GLOBAL,
  DEFAULTS,
  FRONTEND,
  LISTEN,
  BACKEND;

  /** Everything that has a client side. */
  public static final Set<SectionKind> CLIENT_SIDE = EnumSet.of(DEFAULTS, FRONTEND, LISTEN);

  /** Everything that has a server side. */
  public static final Set<SectionKind> SERVER_SIDE = EnumSet.of(DEFAULTS, LISTEN, BACKEND);

  /** All but {@code global}. */
  public static final Set<SectionKind> PROXIES = EnumSet.of(DEFAULTS, FRONTEND, LISTEN, BACKEND);

  /** All proxies that run. */
  public static final Set<SectionKind> NAMED_PROXIES = EnumSet.of(FRONTEND, LISTEN, BACKEND);

  /** As it is written. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean hasClientSide() {
    return CLIENT_SIDE.contains(this);
  }

  public boolean hasServerSide() {
    return SERVER_SIDE.contains(this);
  }

  static String words(Set<SectionKind> kinds) {
    return kinds.stream().map(SectionKind::word).collect(Collectors.joining(", "));
  }
}
