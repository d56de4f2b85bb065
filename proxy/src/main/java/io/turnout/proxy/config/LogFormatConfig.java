package io.turnout.proxy.config;

/** The shape of a stream's log line. */
public sealed interface LogFormatConfig {
  /** Neither {@code option tcplog} nor {@code log-format}: one short line per connection. */
  record Brief() implements LogFormatConfig {}

  /** {@code option tcplog}. */
  record Tcp() implements LogFormatConfig {}

  /** {@code option tcplog clf}. */
  record TcpClf() implements LogFormatConfig {}

  /**
   * {@code log-format}; {@code unique-id-format}, too.
   *
   * @param text as written, not yet compiled
   * @param position of the line, for errors in the text
   */
  record Custom(String text, SourcePosition position) implements LogFormatConfig {}
}
