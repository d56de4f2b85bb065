package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.SourcePosition;

/**
 * A word of the configuration, whichever lines get it from there.
 *
 * @param words it, behind those that it belongs to, as in {@code default-server starttls-name}
 */
public record Said(String words, SourcePosition position) {
  /** The word whose handler runs. */
  static Said by(Arguments arguments) {
    return new Said(arguments.keyword(), arguments.position());
  }
}
