package io.turnout.xprt.ssl.engine;

import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns the words of a configuration into those of engines. */
final class Policies {
  /** Oldest first. Those before the first that is offered are known, and refused. */
  private static final List<String> VERSIONS =
      List.of("SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3");

  private static final int OLDEST_OFFERED = 3;

  /** What OpenSSL, NIST and others call the groups, by their registered names. */
  private static final Map<String, String> GROUPS =
      Map.ofEntries(
          Map.entry("prime256v1", "secp256r1"),
          Map.entry("p-256", "secp256r1"),
          Map.entry("secp256r1", "secp256r1"),
          Map.entry("p-384", "secp384r1"),
          Map.entry("secp384r1", "secp384r1"),
          Map.entry("p-521", "secp521r1"),
          Map.entry("secp521r1", "secp521r1"),
          Map.entry("x25519", "x25519"),
          Map.entry("x448", "x448"),
          Map.entry("ffdhe2048", "ffdhe2048"),
          Map.entry("ffdhe3072", "ffdhe3072"),
          Map.entry("x25519mlkem768", "X25519MLKEM768"));

  private Policies() {}

  /** The versions from the oldest to the newest that is allowed. */
  static String[] versions(TlsSettings.Policy policy, List<String> warnings)
      throws OptionException {
    int least = OLDEST_OFFERED;
    int most = VERSIONS.size() - 1;
    if (!policy.minVersion().isEmpty()) {
      int wanted = version("ssl-min-ver", policy.minVersion());
      if (wanted < OLDEST_OFFERED) {
        warnings.add(
            "ssl-min-ver: '%s' is broken and not offered. The oldest is %s"
                .formatted(policy.minVersion(), VERSIONS.get(OLDEST_OFFERED)));
      }
      least = Math.max(least, wanted);
    }
    if (!policy.maxVersion().isEmpty()) {
      most = version("ssl-max-ver", policy.maxVersion());
    }
    if (least > most) {
      throw new OptionException(
          ("ssl-max-ver: with '%s' no version is left, as the oldest allowed is %s. Allowed: %s."
                  + " Raise it")
              .formatted(
                  policy.maxVersion(),
                  VERSIONS.get(least),
                  String.join(", ", VERSIONS.subList(OLDEST_OFFERED, VERSIONS.size()))));
    }
    return VERSIONS.subList(least, most + 1).toArray(String[]::new);
  }

  /** The suites that are allowed, best first. */
  static String[] suites(
      TlsSettings.Policy policy, List<String> offered, List<String> enabled, List<String> warnings)
      throws OptionException {
    List<String> result = new ArrayList<>();
    result.addAll(suites13(policy.suites(), offered, enabled, warnings));
    List<String> older = offered.stream().filter(s -> !Suites.isOfTls13(s)).toList();
    if (policy.ciphers().isEmpty()) {
      // Those with forward secrecy; a client without has no reason left today.
      older.stream().filter(enabled::contains).filter(Policies::isGood).forEach(result::add);
    } else {
      Suites.Choice choice = Suites.choose(policy.ciphers(), older);
      if (choice.suites().isEmpty()) {
        throw new OptionException(
            "ciphers: nothing is left of '%s'. There are: %s"
                .formatted(policy.ciphers(), openSslNames(older)));
      }
      if (!choice.unknown().isEmpty()) {
        warnings.add(
            "ciphers: there is nothing for %s. There are: %s"
                .formatted(String.join(", ", choice.unknown()), openSslNames(older)));
      }
      result.addAll(choice.suites());
    }
    return result.toArray(String[]::new);
  }

  /**
   * The groups that are asked for and that there are, by their registered names; empty for the
   * engine's own choice. Engines say nothing of those that they lack.
   */
  static String[] groups(TlsSettings.Policy policy, JsseFactory.Kind kind, List<String> warnings)
      throws OptionException {
    if (policy.curves().isEmpty()) {
      return new String[0];
    }
    List<String> there = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String word : policy.curves().split("[:, ]+", -1)) {
      String group = GROUPS.get(word.toLowerCase(Locale.ROOT));
      if (group == null) {
        throw new OptionException(
            "curves: '%s' is not known. Allowed: %s"
                .formatted(word, String.join(", ", GROUPS.keySet().stream().sorted().toList())));
      }
      if (kind.groups().contains(group)) {
        there.add(group);
      } else {
        missing.add(word);
      }
    }
    String known = String.join(", ", kind.groups().stream().sorted().toList());
    if (there.isEmpty()) {
      throw new OptionException(
          "curves: engine %s has nothing of '%s'. There are: %s"
              .formatted(kind.name(), policy.curves(), known));
    }
    if (!missing.isEmpty()) {
      warnings.add(
          "curves: engine %s has no %s. It goes without. There are: %s"
              .formatted(kind.name(), String.join(", ", missing), known));
    }
    return there.toArray(String[]::new);
  }

  private static List<String> suites13(
      String wanted, List<String> offered, List<String> enabled, List<String> warnings)
      throws OptionException {
    List<String> known = offered.stream().filter(Suites::isOfTls13).toList();
    if (wanted.isEmpty()) {
      return known.stream().filter(enabled::contains).toList();
    }
    List<String> words = Arrays.asList(wanted.split("[:, ]+", -1));
    List<String> chosen = words.stream().filter(known::contains).toList();
    if (chosen.isEmpty()) {
      throw new OptionException(
          "ciphersuites: nothing is left of '%s'. There are: %s".formatted(wanted, known));
    }
    if (chosen.size() < words.size()) {
      warnings.add(
          "ciphersuites: not all of '%s' are there. There are: %s".formatted(wanted, known));
    }
    return chosen;
  }

  private static boolean isGood(String suite) {
    return suite.startsWith("TLS_ECDHE_")
        && (suite.contains("_GCM_") || suite.contains("_CHACHA20_"));
  }

  private static String openSslNames(List<String> suites) {
    return String.join(", ", suites.stream().map(s -> "" + Suites.openSslName(s)).toList());
  }

  private static int version(String option, String word) throws OptionException {
    int index = VERSIONS.indexOf(word);
    if (index < 0) {
      throw new OptionException(
          "%s: '%s' is not known. Allowed: %s"
              .formatted(
                  option,
                  word,
                  String.join(", ", VERSIONS.subList(OLDEST_OFFERED, VERSIONS.size()))));
    }
    return index;
  }
}
