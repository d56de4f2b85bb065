package io.turnout.proxy.config;

/** The shape of a stream's log line. */
public sealed interface LogFormat {
  /** Neither {@code option tcplog} nor {@code log-format}: one short line per connection. */
  record Short() implements LogFormat {}

  /** {@code option tcplog}. */
  record Tcp() implements LogFormat {}

  /** {@code option tcplog clf}. */
  record TcpClf() implements LogFormat {}

  /**
   * {@code log-format}.
   *
   * @param text as written, not yet compiled
   * @param position of the line, for errors in the text
   */
  record Custom(String text, SourcePosition position) implements LogFormat {}
}
