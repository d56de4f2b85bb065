package io.turnout.proxy.config;

import io.turnout.spi.ServerNames;
import io.turnout.spi.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code bind} or {@code server} line says of TLS.
 *
 * @param engine {@code tls-engine}
 * @param certificates {@code crt}, {@code crt-list}, {@code strict-sni}
 * @param trust {@code verify}, {@code ca-file}, {@code crl-file}, {@code verifyhost}
 * @param policy versions, ciphers, curves, {@code alpn}
 * @param sessions {@code tls-tickets}, {@code tune.ssl.cachesize}, {@code tune.ssl.lifetime}
 * @param serverName {@code sni}, or null
 */
public record TlsConfig(
    TlsSettings.Engine engine,
    TlsSettings.Certificates certificates,
    TlsSettings.Trust trust,
    TlsSettings.Policy policy,
    TlsSettings.Sessions sessions,
    @Nullable ServerName serverName) {

  /** Whom to ask a server for. */
  public sealed interface ServerName {
    /** {@code str(<name>)}. */
    record Fixed(String name) implements ServerName {}

    /** {@code ssl_fc_sni}: whom the client asked for. */
    record OfClient() implements ServerName {}

    /**
     * Whether a server can be asked for a name: one of a host, with letters, digits, hyphens and
     * underscores in each part, and no dot at its end.
     */
    static boolean canBeAsked(String name) {
      try {
        return !ServerNames.ascii(name).isEmpty();
      } catch (IllegalArgumentException _) {
        return false;
      }
    }
  }
}
