/**
 * TLS beside HAProxy: handshakes, long transfers and idle connections of one listener, driven by
 * OpenSSL in a process of its own.
 */
@NullMarked
package io.turnout.benchmarks.tls;

import org.jspecify.annotations.NullMarked;
