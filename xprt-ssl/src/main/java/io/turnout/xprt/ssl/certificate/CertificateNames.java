package io.turnout.xprt.ssl.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom a certificate is for. */
public final class CertificateNames {
  private static final int DNS = 2;
  private static final int IP = 7;
  private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};

  private CertificateNames() {}

  /** Its names in lower case: the alternative ones and the common one. */
  static Set<String> of(X509Certificate certificate) {
    Set<String> names = new LinkedHashSet<>(alternatives(certificate, DNS));
    String common = commonName(certificate);
    if (common != null) {
      names.add(common);
    }
    return names;
  }

  /**
   * Whether it is for a host: by an alternative name; by its common name if it has no alternative
   * one; by its address if the host is one.
   */
  public static boolean match(X509Certificate certificate, String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    Set<String> names = alternatives(certificate, DNS);
    if (alternatives(certificate, IP).contains(wanted)) {
      return true;
    }
    String common = commonName(certificate);
    if (names.isEmpty() && common != null) {
      names = Set.of(common);
    }
    return names.contains(wanted) || names.contains(wildcardOf(wanted));
  }

  /** {@code *.example.com} for {@code www.example.com}; "" if there is none. */
  static String wildcardOf(String name) {
    int dot = name.indexOf('.');
    return dot <= 0 ? "" : "*" + name.substring(dot);
  }

  private static Set<String> alternatives(X509Certificate certificate, int kind) {
    Set<String> names = new LinkedHashSet<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> entry : all == null ? List.<List<?>>of() : all) {
        if (entry.get(0).equals(kind) && entry.get(1) instanceof String name) {
          names.add(name.toLowerCase(Locale.ROOT));
        }
      }
    } catch (CertificateParsingException e) {
      // One whose names cannot be read is for nobody.
      names.clear();
    }
    return names;
  }

  private static @Nullable String commonName(X509Certificate certificate) {
    Der parts = Der.in(certificate.getSubjectX500Principal().getEncoded()).enter(Der.SEQUENCE);
    String found = null;
    while (parts.hasMore()) {
      Der part = parts.enter(Der.SET).enter(Der.SEQUENCE);
      boolean isCommonName = Arrays.equals(part.enter(Der.OID).rest(), COMMON_NAME);
      byte[] value = part.enter(part.tag()).rest();
      if (isCommonName) {
        found = new String(value, UTF_8).toLowerCase(Locale.ROOT);
      }
    }
    return found;
  }
}
