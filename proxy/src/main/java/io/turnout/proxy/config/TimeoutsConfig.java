package io.turnout.proxy.config;

/**
 * The {@code timeout} keywords, in nanoseconds; 0 is no timeout. A frontend uses client and
 * client-fin, a backend the others.
 *
 * @param connectNanos to a server
 * @param clientNanos of inactivity of a client
 * @param serverNanos of inactivity of a server
 * @param queueNanos waiting for a free connection; {@code timeout connect} unless it is given
 * @param tunnelNanos replaces client and server once data went both ways; 0 keeps these
 * @param clientFinNanos of inactivity of a half-closed client; 0 keeps the client's
 * @param serverFinNanos of inactivity of a half-closed server; 0 keeps the server's
 * @param clientHandshakeNanos until a client's handshakes are done; 0 keeps the client's
 * @param checkNanos of a health check once connected; 0 keeps the check's own
 */
public record TimeoutsConfig(
    long connectNanos,
    long clientNanos,
    long serverNanos,
    long queueNanos,
    long tunnelNanos,
    long clientFinNanos,
    long serverFinNanos,
    long clientHandshakeNanos,
    long checkNanos) {}
