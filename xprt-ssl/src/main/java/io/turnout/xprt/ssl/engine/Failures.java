package io.turnout.xprt.ssl.engine;

import io.turnout.spi.TlsFailure;
import io.turnout.xprt.ssl.certificate.RefusedCertificate;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out why an engine gave up, which it says in its own words. */
final class Failures {
  /** The JDK's and BoringSSL's ways to name an alert that came. */
  private static final Pattern ALERT =
      Pattern.compile(
          "(?:Received fatal alert: ([a-z_]+))|(?:(?:SSLV3|TLSV1|TLSV13)_ALERT_([A-Z0-9_]+))");

  private static final Pattern BORING = Pattern.compile("OPENSSL_internal:([A-Z0-9_]+)");

  private static final Map<String, TlsFailure> PHRASES =
      Map.ofEntries(
          Map.entry("UNSUPPORTED_PROTOCOL", TlsFailure.NO_SHARED_VERSION),
          Map.entry("WRONG_VERSION_NUMBER", TlsFailure.NO_SHARED_VERSION),
          Map.entry("not enabled or supported in", TlsFailure.NO_SHARED_VERSION),
          Map.entry("is not enabled or not supported", TlsFailure.NO_SHARED_VERSION),
          Map.entry("not accepted by server preferences", TlsFailure.NO_SHARED_VERSION),
          Map.entry("No appropriate protocol", TlsFailure.NO_SHARED_VERSION),
          Map.entry("supported_versions", TlsFailure.NO_SHARED_VERSION),
          Map.entry("unsupported protocol version", TlsFailure.NO_SHARED_VERSION),
          Map.entry("NO_SHARED_CIPHER", TlsFailure.NO_SHARED_CIPHER),
          Map.entry("NO_SHARED_GROUP", TlsFailure.NO_SHARED_CIPHER),
          Map.entry("NO_COMMON_SIGNATURE_ALGORITHMS", TlsFailure.NO_SHARED_CIPHER),
          Map.entry("no cipher suites in common", TlsFailure.NO_SHARED_CIPHER),
          Map.entry("No available authentication scheme", TlsFailure.NO_SHARED_CIPHER),
          Map.entry("named group", TlsFailure.NO_SHARED_CIPHER),
          Map.entry("PEER_DID_NOT_RETURN_A_CERTIFICATE", TlsFailure.NO_CERTIFICATE),
          Map.entry("Empty client certificate chain", TlsFailure.NO_CERTIFICATE),
          Map.entry("Empty server certificate chain", TlsFailure.NO_CERTIFICATE));

  private Failures() {}

  /** What it is, as far as its words tell. */
  static TlsException of(Exception thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof RefusedCertificate refused) {
        return new TlsException(refused.failure(), message(refused), thrown);
      }
    }
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      String text = message(at);
      Matcher alert = ALERT.matcher(text);
      if (alert.find()) {
        String name = alert.group(1) == null ? alert.group(2) : alert.group(1);
        return new TlsException(
            TlsFailure.ALERT, "alert received: " + name.toLowerCase(Locale.ROOT), thrown);
      }
      for (Map.Entry<String, TlsFailure> phrase : PHRASES.entrySet()) {
        if (text.contains(phrase.getKey())) {
          return new TlsException(phrase.getValue(), phrase.getValue().text(), thrown);
        }
      }
    }
    return new TlsException(TlsFailure.PROTOCOL, inShort(message(thrown)), thrown);
  }

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }

  /** BoringSSL's reason without the place in its source, and others' words as they are. */
  private static String inShort(String text) {
    Matcher boring = BORING.matcher(text);
    return boring.find()
        ? boring.group(1).toLowerCase(Locale.ROOT).replace('_', ' ')
        : text.replace('\n', ' ');
  }
}
