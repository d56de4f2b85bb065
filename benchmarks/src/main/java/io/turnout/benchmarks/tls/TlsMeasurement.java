package io.turnout.benchmarks.tls;

/**
 * One proxy under one scenario in one round.
 *
 * @param count connections, or bytes
 * @param errors failed connections; in a resumed scenario those that were not resumed, too
 * @param cpuNanos of the proxy's process, all its threads
 * @param otherNanos of those, what other threads than its loop's used: compilers and the collector
 * @param privateBytes by which the process grew; idle connections only
 * @param heapBytes by which its living objects grew; idle connections only, 0 without a heap
 * @param descriptors by which it has more; idle connections only
 * @param alone of a plain connection through the proxy while it had nothing else to do
 * @param beside of the same connection beside the handshakes
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
    long privateBytes,
    long heapBytes,
    long descriptors,
    TlsProbe.Times alone,
    TlsProbe.Times beside) {

  /** Of a scenario without a plain connection. */
  TlsMeasurement(
      int round,
      String proxy,
      TlsScenario scenario,
      long count,
      double seconds,
      long errors,
      long cpuNanos,
      long otherNanos,
      long privateBytes,
      long heapBytes,
      long descriptors) {
    this(
        round,
        proxy,
        scenario,
        count,
        seconds,
        errors,
        cpuNanos,
        otherNanos,
        privateBytes,
        heapBytes,
        descriptors,
        TlsProbe.Times.NONE,
        TlsProbe.Times.NONE);
  }

  /** What is compared: CPU seconds of a connection, of a byte; bytes of an idle connection. */
  double cost() {
    return scenario == TlsScenario.IDLE ? (double) privateBytes / count : cpuNanos / 1e9 / count;
  }

  /** The same connection and the same handshakes, with what the plain connection saw. */
  TlsMeasurement withPlain(TlsProbe.Times alone, TlsProbe.Times beside) {
    return new TlsMeasurement(
        round,
        proxy,
        scenario,
        count,
        seconds,
        errors,
        cpuNanos,
        otherNanos,
        privateBytes,
        heapBytes,
        descriptors,
        alone,
        beside);
  }

  double perCpuSecond() {
    return count / (cpuNanos / 1e9);
  }
}
