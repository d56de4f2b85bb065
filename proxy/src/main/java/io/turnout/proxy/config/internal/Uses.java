package io.turnout.proxy.config.internal;

import io.turnout.proxy.config.internal.keyword.Said;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds words that are of no use to any line that has them. One in {@code default-server} is for
 * many, and need not be of use to all.
 */
final class Uses {
  private final Map<Said, Boolean> useful = new LinkedHashMap<>();

  /** Notes whether it is of use to one of them. */
  void note(Said word, boolean use) {
    useful.merge(word, use, Boolean::logicalOr);
  }

  /** Those that none has a use for. */
  List<Said> useless() {
    return useful.entrySet().stream()
        .filter(entry -> !entry.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }
}
