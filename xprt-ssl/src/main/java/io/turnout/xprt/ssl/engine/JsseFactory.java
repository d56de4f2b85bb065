package io.turnout.xprt.ssl.engine;

import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings;
import io.turnout.xprt.ssl.certificate.CertificateNames;
import io.turnout.xprt.ssl.certificate.PeerTrust;
import io.turnout.xprt.ssl.certificate.Shown;
import java.security.KeyManagementException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes engines of the JDK's interface. A server has a context of theirs for each certificate that
 * was shown, so that a session goes on only where the same certificate would be shown again: a
 * context opens no other's tickets, and knows no other's sessions.
 */
final class JsseFactory implements TlsEngineFactory {
  /** The other half of the key under which a client's sessions are kept; one server has one. */
  private static final int PORT = 443;

  /** Of clients that keep no session: a key of its own for each finds none. */
  private final AtomicInteger nobodysPort = new AtomicInteger();

  /** What is done with an engine before it is used, by the kind of engine. */
  interface Kind {
    /** By which the configuration calls it. */
    String name();

    /** The groups for the exchange of keys that it has, by their registered names. */
    Set<String> groups();

    /** Not initialised yet. */
    SSLContext newContext() throws OptionException;

    /** Gives an engine its parameters, and whom it asks for. */
    void ask(String serverName, SSLEngine engine, SSLParameters wanted);

    /** Sets what the common interface has no words for. */
    TlsEngine prepared(SSLEngine engine, Terms terms, @Nullable Shown shown);
  }

  private final Terms terms;
  private final Kind kind;
  private final String[] versions;
  private final String[] suites;
  private final String[] groups;
  private final String[] protocols;

  /** A client's; a server asks it for parameters only. */
  private final SSLContext own;

  /** A server's, by the alias of what is shown. */
  private final Map<String, SSLContext> showing = new ConcurrentHashMap<>();

  /** Of a server's engines, by the protocol agreed on: engines copy them. */
  private final Map<String, SSLParameters> accepting = new HashMap<>();

  /** Sets up what engines have in common. */
  JsseFactory(Terms terms, Kind kind, List<String> warnings) throws OptionException {
    this.terms = terms;
    this.kind = kind;
    this.own = newContext();
    this.versions = Policies.versions(terms.policy(), warnings);
    // A context's parameters are those of a socket that it makes for the question and never closes.
    SSLSocketFactory sockets = own.getSocketFactory();
    this.suites =
        Policies.suites(
            terms.policy(),
            Arrays.asList(sockets.getSupportedCipherSuites()),
            Arrays.asList(sockets.getDefaultCipherSuites()),
            warnings);
    this.groups = Policies.groups(terms.policy(), kind, warnings);
    this.protocols = terms.policy().protocols().toArray(String[]::new);
    if (!terms.client()) {
      accepting.put("", accepting());
      for (String protocol : protocols) {
        accepting.put(protocol, accepting(protocol));
      }
    }
  }

  @Override
  public TlsEngine accept(Shown shown, String protocol) {
    SSLContext known = showing.get(shown.alias());
    SSLContext context =
        known == null ? showing.computeIfAbsent(shown.alias(), this::contextFor) : known;
    SSLEngine engine = context.createSSLEngine(shown.alias(), 0);
    engine.setUseClientMode(false);
    engine.setSSLParameters(accepting.get(protocol));
    return kind.prepared(engine, terms, shown);
  }

  @Override
  public TlsEngine connect(@Nullable String serverName) {
    SSLParameters wanted = common();
    wanted.setServerNames(List.of());
    wanted.setApplicationProtocols(protocols);
    String host = serverName == null ? PeerTrust.NOBODY : serverName;
    int port = keepsSessions() ? PORT : nobodysPort.incrementAndGet();
    SSLEngine engine = own.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    // Addresses are verified, and are no server names.
    if (serverName != null && !CertificateNames.isAddress(serverName)) {
      kind.ask(serverName, engine, wanted);
    } else {
      engine.setSSLParameters(wanted);
    }
    return kind.prepared(engine, terms, null);
  }

  private SSLContext contextFor(String alias) {
    try {
      return newContext();
    } catch (OptionException e) {
      throw new IllegalStateException("TLS was set up before, and cannot be now", e);
    }
  }

  private SSLContext newContext() throws OptionException {
    SSLContext context = kind.newContext();
    try {
      context.init(new KeyManager[] {terms.keys()}, new TrustManager[] {terms.trust()}, null);
    } catch (KeyManagementException e) {
      throw new OptionException("TLS cannot be set up: " + e.getMessage(), e);
    }
    limit(terms.client() ? context.getClientSessionContext() : context.getServerSessionContext());
    return context;
  }

  private SSLParameters accepting(String... agreed) {
    SSLParameters wanted = common();
    wanted.setUseCipherSuitesOrder(true);
    wanted.setApplicationProtocols(agreed);
    switch (terms.verify()) {
      case NONE -> {}
      case OPTIONAL -> wanted.setWantClientAuth(true);
      case REQUIRED -> wanted.setNeedClientAuth(true);
    }
    return wanted;
  }

  private SSLParameters common() {
    SSLParameters wanted = new SSLParameters(suites, versions);
    if (groups.length > 0) {
      wanted.setNamedGroups(groups);
    }
    return wanted;
  }

  private boolean keepsSessions() {
    return terms.sessions().cacheEntries() > 0;
  }

  private void limit(SSLSessionContext sessions) {
    TlsSettings.Sessions wanted = terms.sessions();
    // 0 would be no limit at all: where none is wanted, one is there that nobody finds.
    sessions.setSessionCacheSize(Math.max(1, wanted.cacheEntries()));
    sessions.setSessionTimeout(Math.clamp(wanted.lifetime().toSeconds(), 1, 86_400));
  }
}
