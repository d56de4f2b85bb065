package io.turnout.proxy.config.internal.keyword;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The sections that Turnout reads. */
public enum SectionKind {
  GLOBAL,
  TRACES,
  DEFAULTS,
  FRONTEND,
  LISTEN,
  BACKEND;

  /** Everything that has a client side. */
  public static final Set<SectionKind> CLIENT_SIDE = unmodifiable(DEFAULTS, FRONTEND, LISTEN);

  /** Everything that has a server side. */
  public static final Set<SectionKind> SERVER_SIDE = unmodifiable(DEFAULTS, LISTEN, BACKEND);

  /** All that describe proxies. */
  public static final Set<SectionKind> PROXIES = unmodifiable(DEFAULTS, FRONTEND, LISTEN, BACKEND);

  /** All proxies that run. */
  public static final Set<SectionKind> NAMED_PROXIES = unmodifiable(FRONTEND, LISTEN, BACKEND);

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

  // Keeps the order of declaration, which Set.of does not.
  private static Set<SectionKind> unmodifiable(SectionKind first, SectionKind... rest) {
    return Collections.unmodifiableSet(EnumSet.of(first, rest));
  }

  static String words(Set<SectionKind> kinds) {
    return kinds.stream().map(SectionKind::word).collect(Collectors.joining(", "));
  }
}
