package io.turnout.xprt.handshake.wire;

import io.turnout.spi.OptionException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options of one dialogue, each taken once; what nobody takes is refused. */
public final class Options {
  private final Map<String, String> left;
  private final Set<String> known;

  /**
   * What the configuration says.
   *
   * @param known all options that there are, for messages
   */
  public Options(Map<String, String> given, Set<String> known) {
    this.left = new LinkedHashMap<>(given);
    this.known = known;
  }

  /** Whether an option that has no value is there. */
  public boolean flag(String name) throws OptionException {
    String value = left.remove(name);
    if (value != null && !value.isEmpty()) {
      throw new OptionException(
          "option '%s': '%s' is not allowed, as it takes no value. Leave the value out"
              .formatted(name, value));
    }
    return value != null;
  }

  /** The value of an option, or null if it is not there. */
  public @Nullable String text(String name) {
    return left.remove(name);
  }

  /**
   * The value of an option that must be there.
   *
   * @param allowed in words
   */
  public String required(String name, String allowed) throws OptionException {
    String value = left.remove(name);
    if (value == null || value.isEmpty()) {
      throw new OptionException("option '%s' is missing. Give it %s".formatted(name, allowed));
    }
    return value;
  }

  /**
   * A whole number.
   *
   * @param otherwise if the option is not there
   */
  public int number(String name, int least, int most, int otherwise) throws OptionException {
    String value = left.remove(name);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.decode(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw notIn(name, value, least, most, e);
    }
    throw notIn(name, value, least, most, null);
  }

  /** Takes all options whose names fit. */
  public Map<String, String> all(Predicate<String> fits) {
    Map<String, String> found = new LinkedHashMap<>();
    left.forEach((name, value) -> {
      if (fits.test(name)) {
        found.put(name, value);
      }
    });
    left.keySet().removeAll(found.keySet());
    return found;
  }

  /** Refuses what was not taken. */
  public void end() throws OptionException {
    if (!left.isEmpty()) {
      throw new OptionException(
          "no such option: '%s'. Available: %s. Remove or correct it"
              .formatted(
                  left.keySet().iterator().next(),
                  known.isEmpty()
                      ? "none"
                      : known.stream().sorted().collect(Collectors.joining(", "))));
    }
  }

  private static OptionException notIn(
      String name, String value, int least, int most, @Nullable Throwable cause) {
    return new OptionException(
        "option '%s': '%s' is not allowed. Use a number from %d to %d"
            .formatted(name, value, least, most),
        cause);
  }
}
