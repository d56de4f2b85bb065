package io.turnout.proxy.config.internal.text;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a configuration sees. Starts as a copy: {@code setenv} and its like change
 * what later lines see, and nothing outside.
 */
public final class Environment {
  private final Map<String, String> variables;
  private final Map<String, String> pseudo = new HashMap<>();

  public Environment(Map<String, String> initial) {
    variables = new HashMap<>(initial);
    at("", 0);
    section("");
  }

  /** Moves the pseudo variables {@code .FILE} and {@code .LINE}. */
  public void at(String file, int line) {
    pseudo.put(".FILE", file);
    pseudo.put(".LINE", Integer.toString(line));
  }

  /** Sets the pseudo variable {@code .SECTION}. */
  public void section(String name) {
    pseudo.put(".SECTION", name);
  }

  /** The value, or null if it is not set. */
  public @Nullable String value(String name) {
    return name.startsWith(".") ? pseudo.get(name) : variables.get(name);
  }

  public boolean isDefined(String name) {
    return value(name) != null;
  }

  public void set(String name, String value) {
    variables.put(name, value);
  }

  public void setIfAbsent(String name, String value) {
    variables.putIfAbsent(name, value);
  }

  public void unset(String name) {
    variables.remove(name);
  }

  /** Forgets all but these. */
  public void retain(Collection<String> names) {
    variables.keySet().retainAll(names);
  }
}
