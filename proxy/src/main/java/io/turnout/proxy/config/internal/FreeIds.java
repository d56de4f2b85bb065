package io.turnout.proxy.config.internal;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Numbers those that were given no id, leaving out the ids that were given. */
final class FreeIds {
  private final Set<Integer> taken;
  private int next;

  FreeIds(int first, Collection<Integer> taken) {
    this.next = first;
    this.taken = new HashSet<>(taken);
  }

  int idOr(int given) {
    if (given != 0) {
      return given;
    }
    while (taken.contains(next)) {
      next++;
    }
    return next++;
  }
}
