package io.turnout.xprt.handshake.starttls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tag of an XML stream. Text between tags, which is blank but for some answers' words, belongs
 * to the tag behind it.
 *
 * @param name without its prefix
 * @param closing whether it is an end tag
 * @param empty whether it is its own end tag
 * @param attributes with their prefixes, their values as they came
 */
record XmlTag(String name, boolean closing, boolean empty, Map<String, String> attributes) {
  XmlTag {
    attributes = Map.copyOf(attributes);
  }

  /** How many bytes it has at least; as {@link io.turnout.xprt.handshake.wire.Speech#needed}. */
  static int needed(byte[] seen, int length) {
    int quote = 0;
    boolean inside = false;
    for (int i = 0; i < length; i++) {
      byte one = seen[i];
      if (!inside) {
        inside = one == '<';
      } else if (quote != 0) {
        quote = one == quote ? 0 : quote;
      } else if (one == '"' || one == '\'') {
        quote = one;
      } else if (one == '>') {
        return i + 1;
      }
    }
    return length + 1;
  }

  /** Reads one; null if it is malformed, or not allowed in a stream. */
  static @Nullable XmlTag of(byte[] message, int length) {
    String text = new String(message, 0, length, ISO_8859_1);
    int start = text.indexOf('<');
    if (start < 0 || !text.endsWith(">")) {
      return null;
    }
    String inner = text.substring(start + 1, text.length() - 1);
    if (inner.startsWith("?xml") && inner.endsWith("?")) {
      return new XmlTag("?xml", false, true, Map.of());
    }
    boolean closing = inner.startsWith("/");
    boolean empty = !closing && inner.endsWith("/");
    return of(inner.substring(closing ? 1 : 0, inner.length() - (empty ? 1 : 0)), closing, empty);
  }

  /** Whether it is the start tag, or the whole, of an element with that name. */
  boolean opens(String element) {
    return !closing && name.equals(element);
  }

  /** The value of an attribute, or "". */
  String attribute(String attribute) {
    return attributes.getOrDefault(attribute, "");
  }

  private static @Nullable XmlTag of(String inner, boolean closing, boolean empty) {
    int end = 0;
    while (end < inner.length() && !Character.isWhitespace(inner.charAt(end))) {
      end++;
    }
    String name = inner.substring(inner.lastIndexOf(':', end) + 1, end);
    Map<String, String> attributes = attributes(inner, end);
    return attributes == null || !isName(name)
        ? null
        : new XmlTag(name, closing, empty, attributes);
  }

  private static @Nullable Map<String, String> attributes(String inner, int start) {
    Map<String, String> found = new HashMap<>();
    int at = skipBlanks(inner, start);
    while (at < inner.length()) {
      int equal = inner.indexOf('=', at);
      int open = equal < 0 ? inner.length() : skipBlanks(inner, equal + 1);
      if (open >= inner.length()) {
        return null;
      }
      char quote = inner.charAt(open);
      int close = quote == '"' || quote == '\'' ? inner.indexOf(quote, open + 1) : -1;
      String name = inner.substring(at, equal).strip();
      if (close < 0 || !isName(name.replaceFirst("^[a-z]+:", ""))) {
        return null;
      }
      String value = inner.substring(open + 1, close);
      if (value.indexOf('<') >= 0 || found.put(name, value) != null) {
        return null;
      }
      at = skipBlanks(inner, close + 1);
    }
    return found;
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      boolean allowed =
          letter >= 'a' && letter <= 'z'
              || letter >= 'A' && letter <= 'Z'
              || letter >= '0' && letter <= '9'
              || letter == '-'
              || letter == '_';
      if (!allowed) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static int skipBlanks(String text, int start) {
    int at = start;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
