package io.turnout.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads configurations written in tests, with a fixed environment and fixed hosts. */
final class ConfigText {
  static final Map<String, String> ENVIRONMENT =
      Map.of("PORT", "8080", "HOST", "192.0.2.7", "EMPTY", "", "LIST", "a b  c", "FD", "3");

  /** Everything that a proxy needs, so that a test can add one line. */
  static final String TIMEOUTS =
      """
      defaults
        timeout connect 5s
        timeout client 30s
        timeout server 30s
      """;

  private static final Map<String, List<InetAddress>> HOSTS =
      Map.of(
          "web.example", List.of(literal("192.0.2.1"), literal("2001:db8::1")),
          "six.example", List.of(literal("2001:db8::6")));

  private ConfigText() {}

  static ParseResult parse(String text) {
    return parse(ENVIRONMENT, text);
  }

  static ParseResult parse(Map<String, String> environment, String text) {
    return ConfigLoader.parse(
        List.of(new ConfigSource("t.cfg", text)),
        environment,
        host -> HOSTS.getOrDefault(host, List.of()));
  }

  /** The configuration of a text that must be right in every respect. */
  static ProxyConfig valid(String text) {
    ParseResult result = parse(text);
    assertThat(lines(result)).isEmpty();
    assertThat(result.config()).isNotNull();
    return Objects.requireNonNull(result.config());
  }

  /** The problems, each as {@code SEVERITY CODE line}. */
  static List<String> lines(ParseResult result) {
    return result.problems().stream().map(ConfigText::line).toList();
  }

  static List<String> lines(String text) {
    return lines(parse(text));
  }

  /** The text of all problems. */
  static String messages(String text) {
    return parse(text).problems().stream().map(Problem::message).collect(Collectors.joining("\n"));
  }

  /** A frontend with these lines, and nothing missing. */
  static FrontendConfig frontend(String lines) {
    return valid(TIMEOUTS + "frontend f\n  bind :1\n" + lines + "\n").frontends().getFirst();
  }

  /** A backend with these lines, and nothing missing. */
  static BackendConfig backend(String lines) {
    return valid(TIMEOUTS + "backend b\n  server s 192.0.2.1:1\n" + lines + "\n")
        .backends()
        .getFirst();
  }

  private static String line(Problem problem) {
    String position =
        problem.position() == null ? "-" : Integer.toString(problem.position().line());
    return problem.severity() + " " + problem.code() + " " + position;
  }

  private static InetAddress literal(String text) {
    return InetAddress.ofLiteral(text);
  }
}
