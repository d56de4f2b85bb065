package io.turnout.proxy.config.internal;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.internal.keyword.ProxyDraft;
import io.turnout.proxy.config.internal.keyword.ProxySettings;
import io.turnout.proxy.config.internal.text.NearestWord;
import io.turnout.proxy.config.internal.text.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code defaults} sections, and who inherits from them. */
final class DefaultsSections {
  private final List<ProxyDraft> all = new ArrayList<>();
  private final Set<ProxyDraft> namedByProxies = new LinkedHashSet<>();
  private final Map<ProxyDraft, SourcePosition> firstImplied = new LinkedHashMap<>();
  private @Nullable ProxyDraft last;

  void add(ProxyDraft defaults) {
    all.add(defaults);
    last = defaults;
  }

  List<ProxyDraft> all() {
    return List.copyOf(all);
  }

  /** What a proxy that names no defaults inherits. */
  ProxySettings implied(SourcePosition user) {
    if (last == null) {
      return new ProxySettings();
    }
    firstImplied.putIfAbsent(last, user);
    return last.settings.copy();
  }

  /** What {@code from} inherits. */
  ProxySettings named(String name, SourcePosition user, Problems problems) {
    List<ProxyDraft> found = all.stream().filter(draft -> draft.name.equals(name)).toList();
    if (found.isEmpty()) {
      List<String> names = all.stream().map(d -> d.name).filter(n -> !n.isEmpty()).toList();
      problems.alert(
          ConfigErrorCode.UNKNOWN_DEFAULTS,
          user,
          "there is no defaults section '"
              + name
              + "' before this line."
              + NearestWord.hint(name, names)
              + " Allowed: "
              + (names.isEmpty()
                  ? "none, since no defaults section has a name"
                  : String.join(", ", names))
              + ".");
      return implied(user);
    }
    if (found.size() > 1) {
      problems.alert(
          ConfigErrorCode.AMBIGUOUS_DEFAULTS,
          user,
          "there are several defaults sections '"
              + name
              + "': at "
              + found.get(0).position
              + " and "
              + found.get(1).position
              + ". Rename one.");
    }
    namedByProxies.add(found.getLast());
    return found.getLast().settings.copy();
  }

  /** Tells of sections that are used in both ways. */
  void warnOfMixedUse(Problems problems) {
    for (ProxyDraft draft : namedByProxies) {
      SourcePosition implied = firstImplied.get(draft);
      if (implied != null) {
        problems.warn(
            ConfigErrorCode.MIXED_DEFAULTS,
            implied,
            "this section inherits from defaults '"
                + draft.name
                + "' ("
                + draft.position
                + ") only because it is the last one, while others name it with 'from'. Name it here"
                + " too, or put a last defaults section without a name before.");
      }
    }
  }
}
