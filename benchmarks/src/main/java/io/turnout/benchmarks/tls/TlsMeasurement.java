package io.turnout.benchmarks.tls;

/**
 * One proxy under one scenario in one round.
 *
 * @param count connections, or bytes
 * @param errors failed connections; in a resumed scenario those that were not resumed, too
 * @param cpuNanos of the proxy's process, all its threads
 * @param otherNanos of those, what other threads than its loop's used: compilers and the collector
 * @param growth of the proxy; idle connections only
 * @param plain what a connection without TLS saw; latency only
 */
record TlsMeasurement(
    int round,
    String proxy,
    TlsScenario scenario,
    long count,
    double seconds,
    long errors,
    long cpuNanos,
    long otherNanos,
    Growth growth,
    Plain plain) {

  /**
   * What a proxy has more.
   *
   * @param privateBytes by which the process grew
   * @param heapBytes by which its living objects grew; 0 without a heap
   */
  record Growth(long privateBytes, long heapBytes, long descriptors) {
    static final Growth NONE = new Growth(0, 0, 0);
  }

  /**
   * What a plain connection through the proxy saw.
   *
   * @param alone while the proxy had nothing else to do
   * @param beside beside the handshakes
   */
  record Plain(TlsProbe.Times alone, TlsProbe.Times beside) {
    static final Plain NONE = new Plain(TlsProbe.Times.NONE, TlsProbe.Times.NONE);
  }

  /** What is compared: CPU seconds of a connection, of a byte; bytes of an idle connection. */
  double cost() {
    return scenario == TlsScenario.IDLE
        ? (double) growth.privateBytes / count
        : cpuNanos / 1e9 / count;
  }

  double perCpuSecond() {
    return count / (cpuNanos / 1e9);
  }
}
