package io.turnout.xprt.ssl.certificate;

import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that each name a certificate, options and server names ({@code crt-list}):
 *
 * <pre>
 *   www.pem [alpn h2 ssl-min-ver TLSv1.3] www.example.com *.example.com !old.example.com
 * </pre>
 */
public final class CertificateList {
  /**
   * One line.
   *
   * @param place file and number, for messages
   * @param file the certificate's
   * @param options the words in brackets
   * @param names whom it is for, in lower case; empty for those that stand in it
   * @param except whom it is not for, though a wildcard says so
   */
  public record Line(
      String place, Path file, List<String> options, List<String> names, List<String> except) {}

  /** The options whose values are files. */
  private static final Set<String> FILES = Set.of("ca-file", "crl-file");

  private CertificateList() {}

  /** Its lines. Names of files, those in options too, are taken from where the list stands. */
  static List<Line> read(Path list) throws OptionException {
    List<Line> lines = new ArrayList<>();
    String text = new String(PemFile.bytes(list), StandardCharsets.UTF_8);
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      Line line = line(list, list + ":" + number, raw.strip());
      if (line != null) {
        lines.add(line);
      }
    }
    if (lines.isEmpty()) {
      throw new OptionException("'%s': it names no certificate".formatted(list));
    }
    return lines;
  }

  private static @Nullable Line line(Path list, String place, String text) throws OptionException {
    if (text.isEmpty() || text.startsWith("#")) {
      return null;
    }
    int open = text.indexOf('[');
    int shut = text.indexOf(']');
    if (open >= 0 != shut >= 0 || shut < open) {
      throw new OptionException("%s: '[' and ']' stand in pairs".formatted(place));
    }
    List<String> front = words(open < 0 ? text : text.substring(0, open));
    List<String> options =
        open < 0 ? List.of() : beside(list, words(text.substring(open + 1, shut)));
    List<String> names =
        open < 0 ? front.subList(1, front.size()) : words(text.substring(shut + 1));
    if (front.isEmpty() || open >= 0 && front.size() > 1) {
      throw new OptionException(
          "%s: got '%s'; a line is a file, options in brackets, names".formatted(place, text));
    }
    return new Line(
        place,
        list.resolveSibling(front.getFirst()),
        options,
        names.stream().filter(n -> !n.startsWith("!")).map(CertificateList::lower).toList(),
        names.stream().filter(n -> n.startsWith("!")).map(n -> lower(n.substring(1))).toList());
  }

  /** The options with files taken from where the list stands. */
  private static List<String> beside(Path list, List<String> options) {
    List<String> resolved = new ArrayList<>();
    String before = "";
    for (String word : options) {
      boolean file = FILES.contains(before) && !word.equals(TlsSettings.Trust.SYSTEM);
      resolved.add(file ? list.resolveSibling(word).toString() : word);
      // A value is no option, whatever it is called.
      before = FILES.contains(before) ? "" : word;
    }
    return resolved;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }
}
