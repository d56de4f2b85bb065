package io.turnout.xprt.ssl.certificate;

import static java.util.stream.Collectors.toMap;

import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives engines what they show. A server's engine was told the alias when it was made, as the host
 * of its peer, which means nothing to it otherwise; a client's takes what fits.
 *
 * <p>Asks nothing of the handshake's session: with one of the engines that changes it.
 */
public final class IdentityKeys extends X509ExtendedKeyManager {
  private final List<Shown> all;
  private final Map<String, Identity> byAlias;

  /** For those. */
  public IdentityKeys(List<Shown> all) {
    this.all = List.copyOf(all);
    this.byAlias = all.stream().collect(toMap(Shown::alias, Shown::identity));
  }

  /** Whether one has the authority's word with it. */
  public boolean anyStaple() {
    return all.stream().anyMatch(shown -> shown.identity().staple() != null);
  }

  /** The file of one whose key is of a kind, or null. */
  public @Nullable Path fileWithKey(String keyType) {
    return all.stream()
        .map(Shown::identity)
        .filter(identity -> identity.keyType().equals(keyType))
        .map(Identity::file)
        .findFirst()
        .orElse(null);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    String alias = engine.getPeerHost();
    Identity chosen = identity(alias);
    return chosen != null && chosen.keyType().equals(bare(keyType)) ? alias : null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    for (String keyType : keyTypes) {
      for (Shown shown : all) {
        if (shown.identity().keyType().equals(bare(keyType))) {
          return shown.alias();
        }
      }
    }
    return null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Identity identity = identity(alias);
    return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Identity identity = identity(alias);
    return identity == null ? null : identity.key();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return all.stream().map(Shown::alias).toArray(String[]::new);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return getClientAliases(keyType, issuers);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  private @Nullable Identity identity(@Nullable String alias) {
    return alias == null ? null : byAlias.get(alias);
  }

  /** A key's kind without that of the signature on its certificate: EC of EC_RSA. */
  private static String bare(String keyType) {
    int cut = keyType.indexOf('_');
    return cut < 0 ? keyType : keyType.substring(0, cut);
  }
}
