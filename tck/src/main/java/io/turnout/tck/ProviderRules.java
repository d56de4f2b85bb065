package io.turnout.tck;

import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.TraceVerbosity;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Muxes;
import io.turnout.spi.Plugin;
import io.turnout.spi.Plugins;
import io.turnout.spi.Provider;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** What a provider says of itself. */
final class ProviderRules {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  private ProviderRules() {}

  static void describesItself(MuxBench bench) {
    MuxProvider provider = bench.kit().provider();
    named(bench, provider, provider.newFactory(new Traces()).name());
    bench.check(!provider.sides().isEmpty(), "it serves no side");
    bench.check(!provider.modes().isEmpty(), "it serves no mode");
    Muxes muxes =
        new Muxes(new Plugins<>(List.of(new Plugin<>(provider, "kit")), List.of()), new Traces());
    boolean refuses = false;
    for (Side side : Side.values()) {
      for (Mode mode : Mode.values()) {
        boolean serves = provider.sides().contains(side) && provider.modes().contains(mode);
        refuses |= !serves;
        bench.check(
            provider.serves(side, mode) == serves
                && muxes.named(provider.name(), side, mode).isPresent() == serves,
            "serves(%s, %s) is not what sides() and modes() say",
            side,
            mode);
      }
    }
    if (refuses) {
      throw bench.refused("it does not serve everywhere");
    }
  }

  static void named(Bench bench, Provider provider, String factoryName) {
    String name = provider.name();
    bench.check(NAME.matcher(name).matches(), "the name '%s' is not allowed", name);
    int level = provider.level();
    bench.check(
        level >= SpiLevel.OLDEST && level <= SpiLevel.CURRENT,
        "level %d is not one of %d to %d",
        level,
        SpiLevel.OLDEST,
        SpiLevel.CURRENT);
    bench.check(
        factoryName.equals(name), "the factory of '%s' has the name '%s'", name, factoryName);
  }

  /**
   * Rule TRACE-01.
   *
   * @param own of which a factory has asked for its sources
   * @param life all that happens to what the factory makes
   */
  static void tellsWhileOn(Bench bench, Traces own, Runnable life) {
    bench.check(!own.sources().isEmpty(), "newFactory has asked Traces for no source");
    boolean on = bench.choose(2) == 0;
    AtomicInteger told = new AtomicInteger();
    for (TraceSource source : own.sources()) {
      source.start(
          TraceLevel.DEVELOPER,
          TraceVerbosity.COMPLETE,
          (from, level, text) -> told.incrementAndGet());
      if (!on) {
        source.stop();
      }
    }
    life.run();
    bench.check(on || told.get() == 0, "%d events were told while the source is off", told.get());
    bench.check(!on || told.get() > 0, "no event was told in the whole life of one");
  }
}
