package io.turnout.xprt.ssl;

import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Policy;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The options of one line of a list of certificates, which are a bind line's. */
final class LineOptions {
  private static final String ALLOWED =
      "alpn, no-alpn, ca-file, ciphers, ciphersuites, crl-file, curves, ecdhe, ssl-max-ver,"
          + " ssl-min-ver, verify";

  private LineOptions() {}

  /** The settings as the line changes them. */
  static TlsSettings apply(String place, List<String> options, TlsSettings base)
      throws OptionException {
    Policy policy = base.policy();
    Trust trust = base.trust();
    Iterator<String> words = options.iterator();
    while (words.hasNext()) {
      String option = words.next();
      if (option.equals("no-alpn")) {
        policy = policy(policy, "alpn", "");
        continue;
      }
      if (!words.hasNext()) {
        throw new OptionException(
            "%s: option '%s' is not known, or lacks its value. Allowed: %s"
                .formatted(place, option, ALLOWED));
      }
      String value = words.next();
      switch (option) {
        case "alpn", "ssl-min-ver", "ssl-max-ver", "ciphers", "ciphersuites", "curves", "ecdhe" ->
            policy = policy(policy, option, value);
        case "verify" ->
            trust =
                new Trust(
                    verify(place, value), trust.authorities(), trust.revocations(), trust.host());
        case "ca-file" ->
            trust = new Trust(trust.verify(), value, trust.revocations(), trust.host());
        case "crl-file" ->
            trust = new Trust(trust.verify(), trust.authorities(), Path.of(value), trust.host());
        default ->
            throw new OptionException(
                "%s: option '%s' is not known. Allowed: %s".formatted(place, option, ALLOWED));
      }
    }
    return base.withPolicy(policy).withTrust(trust);
  }

  private static Policy policy(Policy base, String option, String value) {
    boolean alpn = option.equals("alpn");
    return new Policy(
        option.equals("ssl-min-ver") ? value : base.minVersion(),
        option.equals("ssl-max-ver") ? value : base.maxVersion(),
        option.equals("ciphers") ? value : base.ciphers(),
        option.equals("ciphersuites") ? value : base.suites(),
        option.equals("curves") || option.equals("ecdhe") ? value : base.curves(),
        alpn ? (value.isEmpty() ? List.of() : List.of(value.split(",", -1))) : base.protocols());
  }

  private static Verify verify(String place, String value) throws OptionException {
    return switch (value) {
      case "none", "optional", "required" -> Verify.valueOf(value.toUpperCase(Locale.ROOT));
      default ->
          throw new OptionException(
              "%s: option 'verify': got '%s'. Allowed: none, optional, required"
                  .formatted(place, value));
    };
  }
}
