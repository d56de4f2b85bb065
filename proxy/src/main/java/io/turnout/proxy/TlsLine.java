package io.turnout.proxy;

import io.turnout.spi.TlsCounters;

/**
 * A line of the configuration that has TLS, and how its handshakes ended.
 *
 * @param line which one, for people: what it is, its name if it has one, file and number
 * @param engine what does the work, as in {@code conscrypt} or {@code jdk}
 * @param counters since the start; a reload goes on counting
 */
public record TlsLine(String line, String engine, TlsCounters counters) {}
