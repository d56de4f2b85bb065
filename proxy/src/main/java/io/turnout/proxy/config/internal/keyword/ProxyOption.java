package io.turnout.proxy.config.internal.keyword;

import static io.turnout.proxy.config.internal.keyword.SectionKind.CLIENT_SIDE;
import static io.turnout.proxy.config.internal.keyword.SectionKind.PROXIES;
import static io.turnout.proxy.config.internal.keyword.SectionKind.SERVER_SIDE;

import java.util.Set;

/** The options of a proxy that are on or off. */
public enum ProxyOption {
  ABORT_ON_CLOSE("abortonclose", SERVER_SIDE),
  ALL_BACKUPS("allbackups", SERVER_SIDE),
  CLIENT_KEEP_ALIVE("clitcpka", CLIENT_SIDE),
  SERVER_KEEP_ALIVE("srvtcpka", SERVER_SIDE),
  DONT_LOG_NORMAL("dontlog-normal", CLIENT_SIDE),
  DONT_LOG_NULL("dontlognull", CLIENT_SIDE),
  LOG_SEPARATE_ERRORS("log-separate-errors", CLIENT_SIDE),
  LOG_ASAP("logasap", CLIENT_SIDE),
  NO_LINGER("nolinger", PROXIES),
  SPLICE_AUTO("splice-auto", PROXIES),
  SPLICE_REQUEST("splice-request", PROXIES),
  SPLICE_RESPONSE("splice-response", PROXIES),
  TCP_SMART_ACCEPT("tcp-smart-accept", CLIENT_SIDE),
  TCP_SMART_CONNECT("tcp-smart-connect", SERVER_SIDE);

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // one of the constants of SectionKind
  private final Set<SectionKind> sections;

  ProxyOption(String word, Set<SectionKind> sections) {
    this.word = word;
    this.sections = sections;
  }

  String word() {
    return word;
  }

  Set<SectionKind> sections() {
    return sections;
  }
}
