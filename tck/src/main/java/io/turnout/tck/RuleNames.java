package io.turnout.tck;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGenerator;

/**
 * Names tests after their rules: makes {@code MUX-01 asks for room} of {@code mux01AsksForRoom}.
 */
public final class RuleNames extends DisplayNameGenerator.Standard {
  private static final Pattern METHOD = Pattern.compile("([a-z]+)(\\d*)([A-Z].*)");

  @Override
  public String generateDisplayNameForMethod(
      List<Class<?>> enclosing, Class<?> type, Method method) {
    Matcher matcher = METHOD.matcher(method.getName());
    if (!matcher.matches()) {
      return method.getName();
    }
    String id = matcher.group(1).toUpperCase(Locale.ROOT);
    String number = matcher.group(2).isEmpty() ? "" : "-" + matcher.group(2);
    String words = matcher.group(3).replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return id + number + words;
  }
}
