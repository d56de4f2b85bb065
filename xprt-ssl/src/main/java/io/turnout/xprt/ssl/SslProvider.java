package io.turnout.xprt.ssl;

import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.SpiLevel;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsProvider;
import io.turnout.spi.TlsSettings;
import io.turnout.xprt.ssl.engine.ConscryptEngines;
import io.turnout.xprt.ssl.engine.JdkEngines;
import io.turnout.xprt.ssl.engine.TlsEngines;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Provides TLS by Conscrypt, or by the JDK where Conscrypt's library does not load. */
public final class SslProvider implements TlsProvider {
  private static final Logger LOG = LoggerFactory.getLogger(SslProvider.class);

  private final JdkEngines jdk = new JdkEngines();
  private @Nullable TlsEngines best;

  @Override
  public String name() {
    return "ssl";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public TlsContext newContext(TlsSettings settings, Traces traces) throws OptionException {
    TlsEngines engines =
        switch (settings.engine()) {
          case AUTO -> best();
          case CONSCRYPT -> ConscryptEngines.load();
          case JDK -> jdk;
        };
    return new SslContext(settings, engines, traces.source("ssl", "TLS transport"));
  }

  private TlsEngines best() {
    TlsEngines known = best;
    if (known == null) {
      try {
        known = ConscryptEngines.load();
      } catch (OptionException e) {
        LOG.warn("{}. TLS is done by the JDK, with fewer handshakes a second", e.getMessage());
        known = jdk;
      }
      best = known;
    }
    return known;
  }
}
