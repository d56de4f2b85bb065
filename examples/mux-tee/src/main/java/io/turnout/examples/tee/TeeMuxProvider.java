package io.turnout.examples.tee;

import io.turnout.core.conn.MuxFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** Provides the mux {@code tee}. */
public final class TeeMuxProvider implements MuxProvider {
  /** The system property with the folder of the copies. */
  public static final String FOLDER = "turnout.tee.dir";

  private static final String DEFAULT_FOLDER = "turnout-tee";

  private final Copier copier;

  /** Reads {@link #FOLDER}; without it the copies go to {@code turnout-tee}, where one starts. */
  public TeeMuxProvider() {
    this(Path.of(System.getProperty(FOLDER, DEFAULT_FOLDER)));
  }

  /** A provider of muxes that copy to this folder, for who embeds it. */
  public TeeMuxProvider(Path folder) {
    copier = new Copier(folder.toAbsolutePath(), Copier.MAX_WAITING_BYTES);
  }

  @Override
  public String name() {
    return "tee";
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
    return new TeeMuxFactory(copier, traces.source("tee", "mux that copies to files"));
  }

  Copier copier() {
    return copier;
  }
}
