package io.turnout.proxy.stream;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.proxy.config.ProxyErrorCode;
import io.turnout.spi.Mode;
import io.turnout.spi.Muxes;
import io.turnout.spi.Side;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Swaps the muxes of living connections, for rules, for the runtime and for those who embed the
 * proxy; counts what became of it, and logs what was refused.
 *
 * <p><b>Thread:</b> {@link #swap} the connection's loop; the others any.
 */
public final class MuxSwaps {
  private static final Logger LOG = LoggerFactory.getLogger(MuxSwaps.class);

  private final Muxes muxes;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** With no swap yet. */
  public MuxSwaps(Muxes muxes) {
    this.muxes = muxes;
  }

  /**
   * Swaps the mux of a connection, or leaves it as it was.
   *
   * @param side on which side of the proxy the connection is
   * @param name the new mux
   * @param unread as for {@link Connection#swapMuxBehind}
   */
  public SwapOutcome swap(Connection connection, Side side, String name, @Nullable Buffer unread) {
    String from = connection.muxName();
    MuxFactory factory = muxes.named(name, side, Mode.TCP).orElse(null);
    SwapOutcome outcome =
        factory == null ? SwapOutcome.REFUSED : connection.swapMuxBehind(unread, factory);
    if (!count(from, name, outcome)) {
      String why = factory == null ? muxes.refusal(name, side, Mode.TCP) : outcome.text();
      warn(connection, from, name, why + ". The connection goes on.");
    }
    return outcome;
  }

  /**
   * Gives a connection the mux for what its transports agreed on.
   *
   * @param agreed null if that asks for none
   * @return whether it has the right one. If not, which is logged, it must not go on: its peer
   *     speaks what no mux of ours does
   */
  boolean agree(Connection connection, @Nullable MuxFactory agreed) {
    if (agreed == null) {
      return true;
    }
    String from = connection.muxName();
    SwapOutcome outcome = connection.swapMux(agreed);
    boolean right = count(from, agreed.name(), outcome);
    if (!right) {
      String why = outcome.text() + ", and ALPN agreed on it. The connection is closed.";
      warn(connection, from, agreed.name(), why);
    }
    return right;
  }

  /** Counts it. Returns whether the connection has the mux that was wanted. */
  private boolean count(String from, String to, SwapOutcome outcome) {
    counts.computeIfAbsent(from + ">" + to + " " + outcome, key -> new LongAdder()).increment();
    return outcome == SwapOutcome.DONE || outcome == SwapOutcome.SAME;
  }

  private static void warn(Connection connection, String from, String to, String why) {
    LOG.warn(
        "{} {}: mux '{}' is not swapped for '{}': {}",
        ProxyErrorCode.MUX_NOT_SWAPPED.id(),
        connection.target().name(),
        from,
        to,
        why);
  }

  /** How often each swap was asked for, by {@code from>to OUTCOME}. */
  public Map<String, Long> counts() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((what, count) -> sums.put(what, count.sum()));
    return sums;
  }

  Muxes muxes() {
    return muxes;
  }
}
