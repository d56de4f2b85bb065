package io.turnout.proxy.config.internal.keyword;

import io.turnout.core.address.InheritedAddress;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.LogTargetConfig.Target;
import io.turnout.proxy.config.SyslogFacility;
import io.turnout.proxy.config.SyslogFormat;
import io.turnout.proxy.config.SyslogLevel;
import io.turnout.proxy.config.internal.text.AddressUse;
import io.turnout.proxy.config.internal.text.ParsedAddress;
import io.turnout.proxy.config.internal.text.ParsedAddress.PortPart;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.List;
import java.util.Set;

/** {@code log} lines. */
final class LogKeywords {
  private static final int SYSLOG_PORT = 514;
  private static final int DEFAULT_LENGTH = 1024;

  private LogKeywords() {}

  static void registerGlobal(KeywordTable<GlobalDraft> table) {
    Keyword<GlobalDraft> log =
        Keyword.of(
            "log",
            Set.of(SectionKind.GLOBAL),
            (arguments, draft) -> {
              refuseDefault(arguments);
              if (arguments.prefix() == Prefix.NO) {
                draft.logs.clear();
                arguments.end();
              } else {
                draft.logs.add(line(arguments));
              }
            });
    table.register(log.withPrefixes());
  }

  static void registerProxy(KeywordTable<ProxyDraft> table) {
    table.register(
        Keyword.<ProxyDraft>of("log", SectionKind.PROXIES, LogKeywords::proxyLog).withPrefixes());
  }

  private static void proxyLog(Arguments arguments, ProxyDraft draft) {
    refuseDefault(arguments);
    ProxySettings settings = draft.settings;
    if (arguments.prefix() == Prefix.NO) {
      settings.logs.clear();
      settings.logsOfGlobal = false;
      arguments.end();
    } else if (arguments.take("global")) {
      settings.logsOfGlobal = true;
      arguments.end();
    } else {
      settings.logs.add(line(arguments));
    }
  }

  private static void refuseDefault(Arguments arguments) {
    if (arguments.prefix() == Prefix.DEFAULT) {
      throw new Rejection(
              ConfigErrorCode.BAD_PREFIX, "'default' cannot stand before this keyword; 'no' can.")
          .in(arguments.keyword());
    }
  }

  private static LogDraft line(Arguments arguments) {
    Target target = target(arguments);
    int length = arguments.take("len") ? arguments.number(80, 65535) : DEFAULT_LENGTH;
    SyslogFormat format =
        arguments.take("format") ? arguments.choice("log format", SyslogFormat.values()) : null;
    for (String later : List.of("sample", "profile")) {
      if (arguments.peek().equals(later)) {
        throw new Rejection(
                ConfigErrorCode.NOT_SUPPORTED_YET,
                "HAProxy's log option '" + later + "' is not supported by Turnout yet.")
            .in(arguments.keyword());
      }
    }
    SyslogFacility facility = arguments.choice("log facility", SyslogFacility.values());
    SyslogLevel max = level(arguments, SyslogLevel.DEBUG);
    SyslogLevel min = level(arguments, SyslogLevel.EMERG);
    arguments.end();
    return new LogDraft(target, length, format, facility, max, min);
  }

  private static SyslogLevel level(Arguments arguments, SyslogLevel standard) {
    return arguments.hasNext() ? arguments.choice("log level", SyslogLevel.values()) : standard;
  }

  private static Target target(Arguments arguments) {
    String word =
        arguments.next("stdout, stderr, fd@<n>, the path of a UNIX socket, or <address>[:<port>]");
    return switch (word) {
      case "stdout" -> new Target.Descriptor(1);
      case "stderr" -> new Target.Descriptor(2);
      default -> {
        ParsedAddress parsed =
            arguments.named(() -> arguments.scope().addresses().parse(word, AddressUse.LOG));
        yield switch (parsed.address()) {
          case InheritedAddress inherited -> new Target.Descriptor(inherited.descriptor());
          case UnixAddress unix -> new Target.UnixDatagram(unix.path());
          case Ip4Address _, Ip6Address _ ->
              new Target.Udp(parsed.withPort(port(parsed, word, arguments)));
        };
      }
    };
  }

  private static int port(ParsedAddress parsed, String word, Arguments arguments) {
    if (parsed.port() instanceof PortPart.None) {
      return SYSLOG_PORT;
    }
    if (parsed.port() instanceof PortPart.Range(int low, int high) && low == high && low > 0) {
      return low;
    }
    throw new Rejection(
            ConfigErrorCode.BAD_PORT,
            "the port of '" + word + "': expected one port from 1 to 65535 (514 if there is none).")
        .in(arguments.keyword());
  }
}
