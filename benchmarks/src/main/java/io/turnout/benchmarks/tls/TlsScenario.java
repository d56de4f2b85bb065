package io.turnout.benchmarks.tls;

import io.turnout.benchmarks.Comparison;

/** What is driven through each proxy. */
enum TlsScenario implements Comparison.Load {
  FULL("full", "1.3", "full handshakes, TLS 1.3"),
  RESUMED("resumed", "1.3", "resumed handshakes, TLS 1.3 (tickets)"),
  FULL_12("full", "1.2", "full handshakes, TLS 1.2"),
  RESUMED_12("resumed", "1.2", "resumed handshakes, TLS 1.2"),
  DOWNLOAD("download", "1.3", "a transfer to the client, TLS 1.3"),
  UPLOAD("upload", "1.3", "a transfer from the client, TLS 1.3"),
  LATENCY("full", "1.3", "a plain connection beside full handshakes, TLS 1.3"),
  COLD("idle", "1.3", "the first 300 handshakes of a process, full, TLS 1.3"),
  IDLE("idle", "1.3", "idle connections");

  /** Names the load, and the version that it offers. */
  final String load;

  final String version;
  final String title;

  TlsScenario(String load, String version, String title) {
    this.load = load;
    this.version = version;
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public boolean isFresh() {
    return this == COLD || this == IDLE;
  }

  boolean isTransfer() {
    return this == DOWNLOAD || this == UPLOAD;
  }
}
