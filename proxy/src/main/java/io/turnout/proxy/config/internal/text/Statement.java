package io.turnout.proxy.config.internal.text;

import io.turnout.proxy.config.SourcePosition;
import java.util.List;

/**
 * One line that is not empty.
 *
 * @param position of the line
 * @param words at least one
 */
public record Statement(SourcePosition position, List<String> words) {
  /** Copies the list and refuses an empty one. */
  public Statement {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a statement has at least one word");
    }
  }

  /** The first word. */
  public String keyword() {
    return words.getFirst();
  }
}
