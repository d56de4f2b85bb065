package io.turnout.examples.line;

import io.turnout.core.conn.MuxFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Provides the mux {@code line}. */
public final class LineMuxProvider implements MuxProvider {
  /** The system property with the length of the longest line, in bytes without its line feed. */
  public static final String MAX = "turnout.line.max";

  private static final int DEFAULT_MAX_BYTES = 8192;

  private final int maxBytes;

  /**
   * Reads {@link #MAX}.
   *
   * @throws IllegalArgumentException if it is no length; Turnout then leaves this plugin out and
   *     says why
   */
  public LineMuxProvider() {
    this(maxBytesOf(System.getProperty(MAX)));
  }

  /** A provider of muxes with this limit, for who embeds it. */
  public LineMuxProvider(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public String name() {
    return "line";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public Set<Side> sides() {
    return EnumSet.allOf(Side.class);
  }

  @Override
  public Set<Mode> modes() {
    return EnumSet.of(Mode.TCP);
  }

  @Override
  public MuxFactory newFactory(Traces traces) {
    return new LineMuxFactory(maxBytes, traces.source("line", "mux of whole lines"));
  }

  private static int maxBytesOf(@Nullable String text) {
    if (text == null) {
      return DEFAULT_MAX_BYTES;
    }
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "system property %s: '%s', allowed are 1 to 999999999. Correct it, or leave it out for %d"
              .formatted(MAX, text, DEFAULT_MAX_BYTES));
    }
    return Integer.parseInt(text);
  }
}
