package io.turnout.benchmarks.load;

/**
 * What a load did.
 *
 * @param count requests, connections or bytes
 * @param p50Micros median latency; NaN where there is none
 * @param errors failed connections, requests and time-outs
 */
public record Outcome(long count, double seconds, double p50Micros, double p99Micros, long errors) {
  public double perSecond() {
    return count / seconds;
  }
}
