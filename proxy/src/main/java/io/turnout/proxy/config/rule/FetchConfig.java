package io.turnout.proxy.config.rule;

/** Where a sample comes from. */
public sealed interface FetchConfig {
  /** How many bytes wait to be forwarded in the direction that is inspected. */
  record Length() implements FetchConfig {}

  /**
   * Some of these bytes.
   *
   * @param offset of the first
   * @param length how many; 0 is all that there are
   */
  record Payload(int offset, int length) implements FetchConfig {}

  /** True once nothing is waited for any more. */
  record WaitEnd() implements FetchConfig {}

  /** The client's address. */
  record Source() implements FetchConfig {}

  /** The client's port. */
  record SourcePort() implements FetchConfig {}

  /** The address to which the client connected. */
  record Destination() implements FetchConfig {}

  /** The port to which the client connected. */
  record DestinationPort() implements FetchConfig {}

  /** The frontend's name. */
  record FrontendName() implements FetchConfig {}

  /** The backend's name. */
  record BackendName() implements FetchConfig {}

  /** A constant: {@code bool}, {@code always_true}, {@code always_false}. */
  record Truth(boolean value) implements FetchConfig {}

  /** A constant: {@code int}. */
  record Whole(long value) implements FetchConfig {}

  /** A constant: {@code str}. */
  record Text(String value) implements FetchConfig {}

  /**
   * A constant: {@code bin}.
   *
   * @param digits an even number of hexadecimal digits
   */
  record Bytes(String digits) implements FetchConfig {}
}
