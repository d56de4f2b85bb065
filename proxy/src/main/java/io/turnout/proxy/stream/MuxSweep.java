package io.turnout.proxy.stream;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.spi.Side;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Swaps one mux for another on all connections of a loop, a few in each turn, so that the traffic
 * hardly notices.
 *
 * <p><b>Thread:</b> the loop's.
 */
public final class MuxSweep implements TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("mux.sweep");

  private final MuxSwaps swaps;
  private final Side side;
  private final String from;
  private final String to;
  private final int perTurn;
  private final Queue<Stream> left = new ArrayDeque<>();
  private final Map<SwapOutcome, Integer> outcomes = new EnumMap<>(SwapOutcome.class);
  private final CompletableFuture<Map<SwapOutcome, Integer>> done = new CompletableFuture<>();
  private final Tasklet tasklet;

  /**
   * Begins.
   *
   * @param streams those of all frontends
   * @param perTurn how many connections are swapped before others get their turn; 1 at least
   */
  public MuxSweep(
      EventLoop loop,
      Collection<Streams> streams,
      MuxSwaps swaps,
      Side side,
      String from,
      String to,
      int perTurn) {
    this.swaps = swaps;
    this.side = side;
    this.from = from;
    this.to = to;
    this.perTurn = perTurn;
    streams.forEach(each -> left.addAll(each.living(loop)));
    this.tasklet = new Tasklet(loop, KIND, this);
    tasklet.wake(Tasklet.WOKEN_INIT);
  }

  /** How many connections had which outcome, once all were asked. */
  public CompletableFuture<Map<SwapOutcome, Integer>> done() {
    return done;
  }

  @Override
  public boolean run(int why) {
    int swapped = 0;
    while (swapped < perTurn && !left.isEmpty()) {
      swapped += swap(left.remove()) ? 1 : 0;
    }
    if (!left.isEmpty()) {
      tasklet.wake(Tasklet.WOKEN_MSG);
      return true;
    }
    tasklet.free();
    done.complete(Map.copyOf(outcomes));
    return false;
  }

  @Override
  public void failed(Throwable thrown) {
    if (!tasklet.isFreed()) {
      tasklet.free();
    }
    done.completeExceptionally(thrown);
  }

  /** Whether the stream has such a connection still. */
  private boolean swap(Stream stream) {
    Connection connection =
        (side == Side.FRONT ? stream.front() : stream.back()).conn().connection();
    if (connection == null || !connection.muxName().equals(from)) {
      return false;
    }
    outcomes.merge(swaps.swap(connection, side, to), 1, Integer::sum);
    return true;
  }
}
