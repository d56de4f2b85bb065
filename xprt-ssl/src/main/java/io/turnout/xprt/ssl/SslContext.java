package io.turnout.xprt.ssl;

import io.turnout.core.conn.XprtFactory;
import io.turnout.core.trace.TraceSource;
import io.turnout.spi.OptionException;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsCounters;
import io.turnout.spi.TlsSettings;
import io.turnout.xprt.ssl.certificate.CertificateNames;
import io.turnout.xprt.ssl.engine.TlsEngines;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the TLS connections of one listener or server share. */
final class SslContext implements TlsContext {
  private final TlsSettings settings;
  private final TlsEngines engines;
  private final Tally tally = new Tally();
  private final SslXprtFactory factory;
  private volatile Serving serving;

  SslContext(TlsSettings settings, TlsEngines engines, TraceSource trace) throws OptionException {
    this.settings = settings;
    this.engines = engines;
    this.serving = Serving.read(settings, engines);
    this.factory = new SslXprtFactory(this, trace);
  }

  @Override
  public XprtFactory factory() {
    return factory;
  }

  /** One at a time, so that what was read last is what stays. */
  @Override
  public synchronized void reload() throws OptionException {
    serving = Serving.read(settings, engines);
  }

  @Override
  public List<String> warnings() {
    return serving.warnings();
  }

  @Override
  public @Nullable String warningOf(String serverName) {
    if (CertificateNames.isAddress(serverName)) {
      return "'%s' is an address, for which no server is asked; its certificate has to be for it all the same. Write 'verifyhost %s' in place of it"
          .formatted(serverName, serverName);
    }
    return engines.asksFor(serverName)
        ? null
        : "engine %s: it asks no server for '%s', as there is no dot in it; the certificate has to be for it all the same. Use the engine jdk to ask for it"
            .formatted(engines.name(), serverName);
  }

  @Override
  public String engine() {
    return engines.name();
  }

  @Override
  public TlsCounters counters() {
    return tally.counters();
  }

  Serving serving() {
    return serving;
  }

  Tally tally() {
    return tally;
  }
}
