package io.turnout.xprt.ssl.certificate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds what is shown by the name that a client asks for. */
public final class NameTable {
  private final Map<String, List<Shown>> byName = new HashMap<>();
  private final List<Shown> defaults = new ArrayList<>();

  /**
   * Sorts them by their names.
   *
   * @param all in their order; the first is for those that ask for no name, or for an unknown one
   */
  public NameTable(List<Shown> all) {
    for (Shown shown : all) {
      for (String name : shown.names()) {
        byName.computeIfAbsent(name, n -> new ArrayList<>()).add(shown);
      }
    }
    if (!all.isEmpty()) {
      // The same certificate with another kind of key goes with it.
      Shown first = all.getFirst();
      all.stream().filter(other -> other.names().equals(first.names())).forEach(defaults::add);
    }
  }

  /**
   * Those that are for a name, in their order: by the name itself, or else by its wildcard.
   *
   * @param name as the client has it
   */
  public List<Shown> find(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    List<Shown> exact = byName.getOrDefault(wanted, List.of());
    if (!exact.isEmpty()) {
      return exact;
    }
    List<Shown> wild = byName.getOrDefault(CertificateNames.wildcardOf(wanted), List.of());
    return wild.stream().allMatch(shown -> shown.except().isEmpty())
        ? wild
        : wild.stream().filter(shown -> !shown.except().contains(wanted)).toList();
  }

  /** What is shown where no name decides. */
  public List<Shown> defaults() {
    return defaults;
  }
}
