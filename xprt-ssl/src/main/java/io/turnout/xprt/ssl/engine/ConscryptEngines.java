package io.turnout.xprt.ssl.engine;

import io.turnout.spi.OptionException;
import io.turnout.xprt.ssl.certificate.Shown;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/** Conscrypt's engines. */
public final class ConscryptEngines implements TlsEngines, JsseFactory.Kind {
  private static final Set<String> GROUPS =
      Set.of("x25519", "secp256r1", "secp384r1", "secp521r1", "X25519MLKEM768");

  private final Provider provider;
  private final Staples staples = Staples.find();

  private ConscryptEngines(Provider provider) {
    this.provider = provider;
  }

  /**
   * Conscrypt, if its native library can be loaded.
   *
   * @throws OptionException if not, and why
   */
  public static ConscryptEngines load() throws OptionException {
    try {
      Conscrypt.checkAvailability();
      return new ConscryptEngines(Conscrypt.newProvider());
    } catch (LinkageError | RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new OptionException("engine conscrypt: its library cannot be loaded: " + cause, e);
    }
  }

  @Override
  public String name() {
    return "conscrypt";
  }

  @Override
  public Set<String> groups() {
    return GROUPS;
  }

  @Override
  public TlsEngineFactory newFactory(Terms terms, List<String> warnings) throws OptionException {
    Path unusable = terms.keys().fileWithKey("RSASSA-PSS");
    if (unusable != null) {
      throw new OptionException(
          "'%s': its key is for RSASSA-PSS alone, which the engine conscrypt does not have. Use the"
                  .formatted(unusable)
              + " engine jdk, or a key for RSA");
    }
    if (!terms.policy().suites().isEmpty()) {
      warnings.add(
          "engine conscrypt: 'ciphersuites' has no effect on it; all three suites of TLS 1.3 stay"
              + " allowed. Use the engine jdk to choose among them");
    }
    if (!terms.client() && terms.keys().anyStaple() && !staples.arePossible()) {
      warnings.add(
          "engine conscrypt: the content of '.ocsp' files cannot be shown, as Java keeps the way to"
              + " it closed. Open it by --add-opens org.conscrypt/org.conscrypt=ALL-UNNAMED");
    }
    return new JsseFactory(terms, this, warnings);
  }

  @Override
  public SSLContext newContext() throws OptionException {
    try {
      return SSLContext.getInstance("TLS", provider);
    } catch (NoSuchAlgorithmException e) {
      throw new OptionException("engine conscrypt: it has no TLS: " + e.getMessage(), e);
    }
  }

  /** A name without a dot is for itself only: it is no host of the Internet. */
  @Override
  public boolean asksFor(String serverName) {
    return serverName.indexOf('.') >= 0 || serverName.equalsIgnoreCase("localhost");
  }

  @Override
  public void ask(String serverName, SSLEngine engine, SSLParameters wanted) {
    engine.setSSLParameters(wanted);
    // Among the parameters it takes names of the JDK's own class only, which has no underscores.
    Conscrypt.setHostname(engine, serverName);
  }

  @Override
  public TlsEngine prepared(SSLEngine engine, Terms terms, @Nullable Shown shown) {
    ConscryptEngine made = new ConscryptEngine(engine, terms.forgets());
    try {
      Conscrypt.setUseSessionTickets(engine, terms.sessions().tickets());
      byte[] staple = shown == null ? null : shown.identity().staple();
      if (staple != null) {
        staples.put(engine, staple);
      }
    } catch (RuntimeException e) {
      // It has descriptors already.
      made.free();
      throw e;
    }
    return made;
  }
}
