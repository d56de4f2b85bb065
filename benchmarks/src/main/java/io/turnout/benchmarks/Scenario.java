package io.turnout.benchmarks;

/** What is driven through each proxy. */
enum Scenario implements Comparison.Load {
  KEEP_ALIVE("keep-alive requests", "req/s", 1, "CPU s / 100k requests", 100_000),
  CONNECTION("one connection per request", "conn/s", 1, "CPU s / 10k connections", 10_000),
  TRANSFER("one long transfer, copied", "MB/s", 1e6, "CPU s / GB", 1e9),
  SPLICE("one long transfer, spliced", "MB/s", 1e6, "CPU s / GB", 1e9),
  IDLE("idle connections", "conn/s", 1, "bytes / connection", 1);

  final String title;
  final String rateUnit;
  final double rateScale;
  final String costUnit;

  /** The cost is that of this many requests, connections or bytes. */
  final double costScale;

  Scenario(String title, String rateUnit, double rateScale, String costUnit, double costScale) {
    this.title = title;
    this.rateUnit = rateUnit;
    this.rateScale = rateScale;
    this.costUnit = costUnit;
    this.costScale = costScale;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public boolean isFresh() {
    return this == IDLE;
  }
}
