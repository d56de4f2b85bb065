package io.turnout.proxy.config.internal.keyword;

import static io.turnout.proxy.config.internal.keyword.SectionKind.CLIENT_SIDE;
import static io.turnout.proxy.config.internal.keyword.SectionKind.SERVER_SIDE;

import java.util.Set;

/** The timeouts of a proxy. */
public enum TimeoutKind {
  CHECK("check", SERVER_SIDE),
  CLIENT("client", CLIENT_SIDE),
  CLIENT_FIN("client-fin", CLIENT_SIDE),
  CLIENT_HS("client-hs", CLIENT_SIDE),
  CONNECT("connect", SERVER_SIDE),
  QUEUE("queue", SERVER_SIDE),
  SERVER("server", SERVER_SIDE),
  SERVER_FIN("server-fin", SERVER_SIDE),
  TUNNEL("tunnel", SERVER_SIDE);

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // one of the constants of SectionKind
  private final Set<SectionKind> sections;

  TimeoutKind(String word, Set<SectionKind> sections) {
    this.word = word;
    this.sections = sections;
  }

  /** As it is written. */
  public String word() {
    return word;
  }

  Set<SectionKind> sections() {
    return sections;
  }
}
