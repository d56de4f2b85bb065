package io.turnout.xprt.ssl.engine;

import io.turnout.spi.OptionException;
import io.turnout.xprt.ssl.certificate.Shown;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The JDK's engines. */
public final class JdkEngines implements TlsEngines, JsseFactory.Kind {
  private static final Set<String> GROUPS =
      Set.of("x25519", "secp256r1", "secp384r1", "secp521r1", "x448", "ffdhe2048", "ffdhe3072");

  @Override
  public String name() {
    return "jdk";
  }

  @Override
  public Set<String> groups() {
    return GROUPS;
  }

  @Override
  public TlsEngineFactory newFactory(Terms terms, List<String> warnings) throws OptionException {
    if (!terms.client()) {
      if (!terms.sessions().tickets()) {
        warnings.add(
            "engine jdk: session tickets can be switched off for the whole process only, by"
                + " -Djdk.tls.server.enableSessionTicketExtension=false. They stay on");
      }
      if (terms.keys().anyStaple()) {
        warnings.add(
            "engine jdk: it cannot show the content of an '.ocsp' file. Use the engine conscrypt"
                + " for it");
      }
    }
    return new JsseFactory(terms, this, warnings);
  }

  @Override
  public SSLContext newContext() throws OptionException {
    try {
      return SSLContext.getInstance("TLS");
    } catch (NoSuchAlgorithmException e) {
      throw new OptionException("engine jdk: this JDK has no TLS. Use the engine conscrypt", e);
    }
  }

  @Override
  public void ask(String serverName, SSLEngine engine, SSLParameters wanted) {
    wanted.setServerNames(List.of(new AskedName(serverName)));
    engine.setSSLParameters(wanted);
  }

  @Override
  public TlsEngine prepared(SSLEngine engine, Terms terms, @Nullable Shown shown) {
    return new JdkEngine(engine, terms.forgets());
  }
}
