package io.turnout.xprt.ssl.certificate;

/** One block of a PEM file. */
final class PemBlock {
  private final String type;
  private final byte[] content;
  private final boolean encrypted;

  PemBlock(String type, byte[] content, boolean encrypted) {
    this.type = type;
    this.content = content;
    this.encrypted = encrypted;
  }

  /** What stands behind BEGIN. */
  String type() {
    return type;
  }

  /** What it encodes; empty if its head says that it is encrypted. */
  byte[] content() {
    return content;
  }

  /** Whether a pass phrase is needed. */
  boolean encrypted() {
    return encrypted;
  }
}
