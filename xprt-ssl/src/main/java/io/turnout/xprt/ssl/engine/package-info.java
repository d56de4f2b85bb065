/**
 * The cryptography of a connection, behind a seam: {@link io.turnout.xprt.ssl.engine.TlsEngine}.
 * Knows records and no socket.
 *
 * <pre>
 *   TlsEngines ──newFactory──▶ TlsEngineFactory ──accept, connect──▶ TlsEngine
 *     conscrypt, jdk             one for each set of Terms             one per connection
 * </pre>
 *
 * <p>Factories are made at start and at a reload; engines are made, used and freed on their
 * connection's loop.
 */
@NullMarked
package io.turnout.xprt.ssl.engine;

import org.jspecify.annotations.NullMarked;
