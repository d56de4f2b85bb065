package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.TlsConfig;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Source;
import io.turnout.spi.TlsSettings.Verify;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a {@code bind} or {@code server} line said of TLS so far. Null is not said. */
public final class TlsDraft {
  public boolean enabled;

  /** Whether the line itself wants none; not copied. */
  public boolean refused;

  /** As they are written, in their order. */
  public final List<Source> certificates = new ArrayList<>();

  public boolean strictNames;
  public @Nullable Verify verify;
  public @Nullable String authorities;
  public @Nullable String revocations;
  public @Nullable String verifyHost;
  public @Nullable String minVersion;
  public @Nullable String maxVersion;
  public boolean withoutTls12;
  public boolean withoutTls13;
  public @Nullable String ciphers;
  public @Nullable String suites;
  public @Nullable String curves;

  /** What {@code alpn} named; none by {@code no-alpn}. */
  public @Nullable List<String> protocols;

  public @Nullable Boolean tickets;
  public boolean reuse = true;
  public TlsConfig.@Nullable ServerName serverName;
  public Engine engine = Engine.AUTO;

  /** Whether nothing was said. */
  boolean isUntouched() {
    return !enabled
        && certificates.isEmpty()
        && !strictNames
        && !withoutTls12
        && !withoutTls13
        && serverName == null
        && Stream.of(
                verify,
                authorities,
                revocations,
                verifyHost,
                minVersion,
                maxVersion,
                ciphers,
                suites,
                curves,
                protocols,
                tickets)
            .allMatch(Objects::isNull);
  }

  void enable() {
    enabled = true;
    refused = false;
  }

  void refuse() {
    enabled = false;
    refused = true;
  }

  /** An independent copy. */
  TlsDraft copy() {
    TlsDraft copy = new TlsDraft();
    copy.enabled = enabled;
    copy.certificates.addAll(certificates);
    copy.strictNames = strictNames;
    copy.verify = verify;
    copy.authorities = authorities;
    copy.revocations = revocations;
    copy.verifyHost = verifyHost;
    copy.minVersion = minVersion;
    copy.maxVersion = maxVersion;
    copy.withoutTls12 = withoutTls12;
    copy.withoutTls13 = withoutTls13;
    copy.ciphers = ciphers;
    copy.suites = suites;
    copy.curves = curves;
    copy.protocols = protocols;
    copy.tickets = tickets;
    copy.reuse = reuse;
    copy.serverName = serverName;
    copy.engine = engine;
    return copy;
  }
}
