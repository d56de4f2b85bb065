package io.turnout.xprt.handshake.starttls;

import io.turnout.spi.OptionException;
import io.turnout.xprt.handshake.wire.Options;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options that these dialogues have in common.
 *
 * @param protocol which one is spoken
 * @param terms what is said of it
 * @param alone whether there is no client
 */
record StartTlsOptions(Protocol protocol, Terms terms, boolean alone) {
  private static final String PROTO = "proto";
  private static final String NAME = "name";
  private static final String OPTIONAL = "optional";
  private static final String ALONE = "alone";
  private static final String DEFAULT_NAME = "localhost";
  private static final Pattern ALLOWED_NAME = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");

  /**
   * Reads them.
   *
   * @param able the protocols that can be chosen
   * @param more which options there are beside {@code proto} and {@code name}
   */
  static StartTlsOptions of(Map<String, String> given, Set<Protocol> able, String... more)
      throws OptionException {
    Set<String> known = new TreeSet<>(List.of(PROTO, NAME));
    known.addAll(Arrays.asList(more));
    Options options = new Options(given, known);
    Protocol protocol = protocol(options.required(PROTO, "one of " + words(able)), able);
    String name = name(options.text(NAME));
    boolean optional = known.contains(OPTIONAL) && options.flag(OPTIONAL);
    boolean alone = known.contains(ALONE) && options.flag(ALONE);
    options.end();
    return new StartTlsOptions(protocol, new Terms(name, optional), alone);
  }

  /** All but these. */
  static Set<Protocol> allBut(Protocol... excluded) {
    Set<Protocol> able = EnumSet.allOf(Protocol.class);
    Arrays.asList(excluded).forEach(able::remove);
    return able;
  }

  private static Protocol protocol(String word, Set<Protocol> able) throws OptionException {
    for (Protocol protocol : able) {
      if (protocol.option().equals(word)) {
        return protocol;
      }
    }
    String why =
        word.equals("mysql")
            ? "'mysql' is not possible here, as only its server can greet"
            : "'%s' is unknown".formatted(word);
    throw new OptionException("option '%s': %s. Use one of %s".formatted(PROTO, why, words(able)));
  }

  private static String name(@Nullable String given) throws OptionException {
    String name = given == null ? DEFAULT_NAME : given;
    if (!ALLOWED_NAME.matcher(name).matches()) {
      throw new OptionException(
          "option '%s': '%s' is no name of a host. Use letters, digits, '.', '-' and '_'"
              .formatted(NAME, Terms.printable(name)));
    }
    return name;
  }

  private static String words(Set<Protocol> able) {
    return able.stream().map(Protocol::option).collect(Collectors.joining(", "));
  }
}
