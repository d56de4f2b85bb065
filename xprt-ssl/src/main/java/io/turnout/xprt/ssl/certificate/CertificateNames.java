package io.turnout.xprt.ssl.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whom a certificate is for. */
public final class CertificateNames {
  private static final int DNS = 2;
  private static final int IP = 7;
  private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

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

  /** Its names and addresses, for people. */
  static Set<String> shown(X509Certificate certificate) {
    Set<String> shown = of(certificate);
    shown.addAll(alternatives(certificate, IP));
    return shown;
  }

  /** Whether a host is called by an address, which is no name that could be asked for. */
  public static boolean isAddress(String host) {
    return ADDRESS.matcher(host).matches();
  }

  /**
   * Whether it is for a host: by an alternative name; by its common name if it has no alternative
   * one; if the host is an address, by an alternative address and by nothing else.
   */
  public static boolean match(X509Certificate certificate, String host) {
    if (isAddress(host)) {
      byte[] wanted = address(host);
      return wanted != null
          && alternatives(certificate, IP).stream()
              .anyMatch(address -> Arrays.equals(address(address), wanted));
    }
    String wanted = host.toLowerCase(Locale.ROOT);
    Set<String> names = alternatives(certificate, DNS);
    String common = commonName(certificate);
    if (names.isEmpty() && common != null) {
      names = Set.of(common);
    }
    return names.contains(wanted) || names.contains(wildcardOf(wanted));
  }

  /** Its bytes, however it is written; null if it is none, or not clearly one. */
  private static byte @Nullable [] address(String text) {
    int zone = text.indexOf('%');
    String plain = zone < 0 ? text : text.substring(0, zone);
    try {
      InetAddress address = InetAddress.ofLiteral(plain);
      // 010.0.0.1 is two addresses, as one likes.
      boolean clear =
          !(address instanceof Inet4Address)
              || plain.contains(":")
              || plain.equals(address.getHostAddress());
      return clear ? address.getAddress() : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
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
        if (entry.get(0).equals(kind) && entry.get(1) instanceof String name && !name.isEmpty()) {
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
    return found == null || found.isEmpty() ? null : found;
  }
}
