package io.turnout.proxy.rules;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.buffer.Buffer;
import io.turnout.proxy.config.ConfigLoader;
import io.turnout.proxy.config.ConfigSource;
import io.turnout.proxy.config.ProxyConfig;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Rules written in tests, and streams for them to look at. */
final class RuleSets {
  static final int CAPACITY = 64;
  static final Address CLIENT = new Ip4Address(0xc0000207, 40000);
  static final Address SERVED = new Ip4Address(0x7f000001, 8080);

  private RuleSets() {}

  /** A rule set of these lines of a listen section; lines of requests. */
  static RuleSet requests(String... lines) {
    return RuleSet.compile(parse(lines).frontends().getFirst().requestRules());
  }

  /** A rule set of these lines of a listen section; lines of responses. */
  static RuleSet responses(String... lines) {
    return RuleSet.compile(parse(lines).backends().getFirst().responseRules());
  }

  /** Rejects what this condition holds for. */
  static RuleSet rejecting(String condition) {
    return requests("tcp-request inspect-delay 1s", "tcp-request content reject " + condition);
  }

  /** The configuration of a listen section with these lines. */
  static ProxyConfig parse(String... lines) {
    String text =
        """
        defaults
          timeout connect 1s
          timeout client 1s
          timeout server 1s
        listen l
          bind :1
          server s 192.0.2.1:1
          %s
        """
            .formatted(String.join("\n  ", lines));
    var result =
        ConfigLoader.parse(List.of(new ConfigSource("t.cfg", text)), Map.of(), host -> List.of());
    ProxyConfig config = result.config();
    if (config == null) {
      throw new AssertionError(result.problems());
    }
    return config;
  }

  /** A buffer whose bytes begin at this offset of its memory, so that they may wrap. */
  static Buffer buffer(String content, int head) {
    Buffer buffer = new Buffer(Arena.ofAuto().allocate(CAPACITY));
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    if (head > 0) {
      // A byte stays while the head moves, as an emptied buffer begins at 0 again.
      buffer.write(new byte[head], 0, head);
      buffer.removed(head - 1);
      buffer.write(bytes, 0, bytes.length);
      buffer.removed(1);
    } else {
      buffer.write(bytes, 0, bytes.length);
    }
    return buffer;
  }

  /** A client's stream with these bytes. */
  static Inspected stream(String content) {
    return new Stream(content.isEmpty() ? null : buffer(content, 0), CLIENT, SERVED);
  }

  /** What rules look at in tests. */
  record Stream(Buffer content, Address client, Address destination) implements Inspected {
    @Override
    public String frontend() {
      return "web";
    }

    @Override
    public String backend() {
      return "app";
    }
  }
}
