package io.turnout.core.loop;

import java.util.ArrayList;
import java.util.List;

/**
 * A name for all tasklets that run the same code, by which loops account for their runs and time.
 *
 * <p>To be kept in a static final field.
 */
public final class HandlerKind {
  private static final List<HandlerKind> ALL = new ArrayList<>();

  private final String name;
  private final int index;

  private HandlerKind(String name, int index) {
    this.name = name;
    this.index = index;
  }

  /**
   * A new kind.
   *
   * @param name the code's name as dumps show it, such as {@code pt.io}
   */
  public static HandlerKind of(String name) {
    synchronized (ALL) {
      HandlerKind kind = new HandlerKind(name, ALL.size());
      ALL.add(kind);
      return kind;
    }
  }

  /** Every kind that was made so far. */
  public static List<HandlerKind> all() {
    synchronized (ALL) {
      return List.copyOf(ALL);
    }
  }

  /** The code's name. */
  public String name() {
    return name;
  }

  int index() {
    return index;
  }
}
