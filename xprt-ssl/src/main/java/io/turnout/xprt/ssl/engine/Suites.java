package io.turnout.xprt.ssl.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Cipher suites by the names that OpenSSL gives them, and the words of its language that choose
 * among them: {@code ECDHE+AESGCM:!SHA1}.
 */
final class Suites {
  /** Words for what is not offered anyway, so that taking it out changes nothing. */
  private static final Set<String> NEVER_OFFERED =
      Set.of(
          "aNULL",
          "eNULL",
          "NULL",
          "EXPORT",
          "EXP",
          "LOW",
          "MEDIUM",
          "DES",
          "3DES",
          "RC2",
          "RC4",
          "IDEA",
          "SEED",
          "MD5",
          "PSK",
          "SRP",
          "kRSA",
          "aDSS",
          "DSS",
          "ADH",
          "AECDH",
          "aECDH",
          "kECDH",
          "CAMELLIA",
          "ARIA",
          "GOST",
          "SSLv2",
          "SSLv3",
          "AESCCM",
          "AESCCM8",
          "kDHE",
          "kDH",
          "DH");

  private Suites() {}

  /** What a choice came to. */
  record Choice(List<String> suites, List<String> unknown) {}

  /**
   * Chooses among suites of TLS 1.2.
   *
   * @param wanted words with {@code :}, {@code ,} or blanks between; by registered names, too
   * @param offered the registered names of those that there are, best first
   */
  static Choice choose(String wanted, List<String> offered) {
    Set<String> chosen = new LinkedHashSet<>();
    Set<String> banned = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (String word : wanted.split("[:, ]+", -1)) {
      if (word.isEmpty() || word.startsWith("@")) {
        continue;
      }
      char sign = "!-+".indexOf(word.charAt(0)) < 0 ? ' ' : word.charAt(0);
      String name = sign == ' ' ? word : word.substring(1);
      List<String> matching = offered.stream().filter(suite -> matches(suite, name)).toList();
      if (matching.isEmpty() && !(sign != ' ' && NEVER_OFFERED.contains(name))) {
        unknown.add(word);
      }
      switch (sign) {
        case '!' -> {
          banned.addAll(matching);
          chosen.removeAll(matching);
        }
        case '-' -> chosen.removeAll(matching);
        case '+' -> {
          List<String> moved = matching.stream().filter(chosen::contains).toList();
          chosen.removeAll(moved);
          chosen.addAll(moved);
        }
        default -> matching.stream().filter(suite -> !banned.contains(suite)).forEach(chosen::add);
      }
    }
    return new Choice(List.copyOf(chosen), unknown);
  }

  /** Whether the suite is one of TLS 1.3, which name no key exchange. */
  static boolean isOfTls13(String suite) {
    return suite.startsWith("TLS_") && !suite.contains("_WITH_");
  }

  private static boolean matches(String suite, String word) {
    Set<String> traits = traits(suite);
    return suite.equals(word)
        || word.equals(openSslName(suite))
        || Arrays.stream(word.split("\\+", -1)).allMatch(traits::contains);
  }

  /** As OpenSSL calls it: ECDHE-RSA-AES128-GCM-SHA256. Null for what it has no such name for. */
  static @Nullable String openSslName(String suite) {
    int with = suite.indexOf("_WITH_");
    if (with < 0 || !suite.startsWith("TLS_")) {
      return null;
    }
    String exchange = suite.substring(4, with).replace('_', '-');
    String cipher =
        suite
            .substring(with + 6)
            .replace("AES_128", "AES128")
            .replace("AES_256", "AES256")
            .replace("_CBC_", "_")
            .replace("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305")
            .replace('_', '-');
    return exchange.equals("RSA") ? cipher : exchange + "-" + cipher;
  }

  private static Set<String> traits(String suite) {
    Set<String> traits = new TreeSet<>(Set.of("ALL", "HIGH", "DEFAULT", "TLSv1.2"));
    boolean galois = suite.contains("_GCM_");
    if (suite.contains("_ECDHE_")) {
      traits.addAll(List.of("ECDHE", "kECDHE", "EECDH", "kEECDH", "ECDH"));
    } else if (suite.contains("_DHE_")) {
      traits.addAll(List.of("DHE", "kDHE", "EDH", "kEDH", "DH"));
    } else {
      traits.addAll(List.of("kRSA", "RSA"));
    }
    if (suite.contains("_ECDSA_")) {
      traits.addAll(List.of("ECDSA", "aECDSA"));
    } else {
      traits.addAll(List.of("RSA", "aRSA"));
    }
    if (suite.contains("_AES_")) {
      String size = suite.contains("_128_") ? "AES128" : "AES256";
      traits.addAll(List.of("AES", size, galois ? "AESGCM" : "AESCBC"));
    }
    if (suite.contains("CHACHA20")) {
      traits.add("CHACHA20");
    }
    String mac = suite.substring(suite.lastIndexOf('_') + 1);
    traits.addAll(mac.equals("SHA") ? List.of("SHA", "SHA1") : List.of(mac));
    return traits;
  }
}
