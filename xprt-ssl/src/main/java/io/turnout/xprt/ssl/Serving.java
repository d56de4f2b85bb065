package io.turnout.xprt.ssl;

import io.turnout.core.conn.Connection;
import io.turnout.spi.OptionException;
import io.turnout.spi.ServerNames;
import io.turnout.spi.Side;
import io.turnout.spi.TlsFailure;
import io.turnout.spi.TlsSettings;
import io.turnout.xprt.ssl.certificate.CertificateNames;
import io.turnout.xprt.ssl.certificate.IdentityKeys;
import io.turnout.xprt.ssl.certificate.Inventory;
import io.turnout.xprt.ssl.certificate.NameTable;
import io.turnout.xprt.ssl.certificate.PeerTrust;
import io.turnout.xprt.ssl.certificate.Shown;
import io.turnout.xprt.ssl.engine.Terms;
import io.turnout.xprt.ssl.engine.TlsEngine;
import io.turnout.xprt.ssl.engine.TlsEngineFactory;
import io.turnout.xprt.ssl.engine.TlsEngines;
import io.turnout.xprt.ssl.engine.TlsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that was read from files at one time. A reload makes another one. */
final class Serving {
  private final TlsSettings settings;
  private final List<String> warnings;
  private final NameTable names;

  /** By the options of their lines; those without options are the line's own. */
  private final Map<List<String>, Offer> offers;

  private Serving(
      TlsSettings settings,
      List<String> warnings,
      NameTable names,
      Map<List<String>, Offer> offers) {
    this.settings = settings;
    this.warnings = List.copyOf(warnings);
    this.names = names;
    this.offers = offers;
  }

  /**
   * What a client is answered with.
   *
   * @param verifies whether a certificate of it is verified
   */
  record Answer(TlsEngine engine, boolean verifies) {}

  private record Offer(TlsEngineFactory factory, List<String> protocols, boolean verifies) {}

  static Serving read(TlsSettings settings, TlsEngines engines) throws OptionException {
    List<String> warnings = new ArrayList<>();
    List<Shown> all = Inventory.read(settings.certificates(), warnings);
    if (all.isEmpty() && settings.side() == Side.FRONT) {
      throw new OptionException(
          "ssl: there is no certificate to show. Name one by 'crt', or some by 'crt-list'");
    }
    IdentityKeys keys = new IdentityKeys(all);
    Map<List<String>, Offer> offers = new HashMap<>();
    offers.put(List.of(), offer(shared(settings, all, List.of()), keys, engines, warnings));
    for (Shown shown : all) {
      if (!offers.containsKey(shown.options())) {
        TlsSettings own = LineOptions.apply(shown.place(), shown.options(), settings);
        offers.put(
            shown.options(), offer(shared(own, all, shown.options()), keys, engines, warnings));
      }
    }
    return new Serving(settings, warnings, new NameTable(all), offers);
  }

  List<String> warnings() {
    return warnings;
  }

  boolean isClient() {
    return settings.side() == Side.BACK;
  }

  boolean verifies() {
    return settings.trust().verify() != TlsSettings.Verify.NONE;
  }

  /** Whom a connection asks a server for, or "". */
  String nameFor(Connection connection) {
    String name = settings.serverName().apply(connection);
    return name == null ? "" : name;
  }

  TlsEngine greet(String name) throws TlsException {
    try {
      return offer(List.of()).factory.connect(name.isEmpty() ? null : written(name));
    } catch (IllegalArgumentException e) {
      throw new TlsException(
          TlsFailure.PROTOCOL, "'%s' is no name of a host to ask for".formatted(name), e);
    }
  }

  /** As it is sent, and stands in certificates. */
  private static String written(String name) {
    return CertificateNames.isAddress(name) ? name : ServerNames.ascii(name);
  }

  Answer answer(ClientHello hello) throws TlsException {
    Shown shown = chosen(hello);
    Offer offer = offer(shown.options());
    return new Answer(offer.factory.accept(shown, protocol(offer, hello)), offer.verifies);
  }

  private Offer offer(List<String> options) {
    Offer offer = offers.get(options);
    if (offer == null) {
      throw new IllegalStateException("no offer for " + options);
    }
    return offer;
  }

  /** By name, then by what the client can verify: ECDSA before RSA, as it costs less. */
  private Shown chosen(ClientHello hello) throws TlsException {
    List<Shown> fitting = names.find(hello.serverName());
    if (fitting.isEmpty()) {
      if (settings.certificates().strictNames()) {
        throw new TlsException(
            TlsFailure.UNKNOWN_NAME,
            "%s '%s'".formatted(TlsFailure.UNKNOWN_NAME.text(), hello.serverName()),
            null);
      }
      fitting = names.defaults();
    }
    Shown best = null;
    for (Shown shown : fitting) {
      String keyType = shown.identity().keyType();
      if (hello.knowsKey(keyType) && (best == null || isBetter(keyType, best))) {
        best = shown;
      }
    }
    return best == null ? fitting.getFirst() : best;
  }

  private static boolean isBetter(String keyType, Shown best) {
    return keyType.equals("EC") && !best.identity().keyType().equals("EC");
  }

  /** The one that we like best of those that both know; none if there is none. */
  private static String protocol(Offer offer, ClientHello hello) {
    for (String protocol : offer.protocols) {
      if (hello.protocols().contains(protocol)) {
        return protocol;
      }
    }
    return "";
  }

  /** A server's sessions are kept for each certificate, and no more of them for that. */
  private static TlsSettings shared(TlsSettings settings, List<Shown> all, List<String> options) {
    TlsSettings.Sessions sessions = settings.sessions();
    long sharers = all.stream().filter(shown -> shown.options().equals(options)).count();
    if (settings.side() == Side.BACK || sharers < 2 || sessions.cacheEntries() == 0) {
      return settings;
    }
    int each = (int) Math.max(1, sessions.cacheEntries() / sharers);
    return settings.withSessions(
        new TlsSettings.Sessions(sessions.tickets(), each, sessions.lifetime()));
  }

  private static Offer offer(
      TlsSettings settings, IdentityKeys keys, TlsEngines engines, List<String> warnings)
      throws OptionException {
    Terms terms =
        new Terms(
            settings.side() == Side.BACK,
            keys,
            PeerTrust.of(settings.trust(), warnings),
            settings.trust().verify(),
            settings.policy(),
            settings.sessions());
    return new Offer(
        engines.newFactory(terms, warnings),
        settings.policy().protocols(),
        terms.trust().verifies());
  }
}
