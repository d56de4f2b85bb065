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
import org.jspecify.annotations.Nullable;

/**
 * Swaps one mux for another on all connections of a loop, a few in each turn, so that the traffic
 * hardly notices.
 *
 * <p><b>Thread:</b> the loop's.
 */
public final class MuxSweep implements TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("mux.sweep");

  private final EventLoop loop;
  private final MuxSwaps swaps;
  private final Side side;
  private final String from;
  private final String to;
  private final int perTurn;
  private final Queue<Stream> left = new ArrayDeque<>();
  private final Map<SwapOutcome, Integer> outcomes = new EnumMap<>(SwapOutcome.class);
  private final CompletableFuture<Map<SwapOutcome, Integer>> done;
  private @Nullable Tasklet tasklet;

  /**
   * A sweep that has not begun. <b>Thread:</b> any.
   *
   * @param perTurn how many connections are swapped before others get their turn; 1 at least
   * @param done told how many connections had which outcome, once all were asked
   */
  public MuxSweep(
      EventLoop loop,
      MuxSwaps swaps,
      Side side,
      String from,
      String to,
      int perTurn,
      CompletableFuture<Map<SwapOutcome, Integer>> done) {
    this.loop = loop;
    this.swaps = swaps;
    this.side = side;
    this.from = from;
    this.to = to;
    this.perTurn = perTurn;
    this.done = done;
  }

  /** Begins with the connections that live now, of these frontends. */
  public void start(Collection<Streams> streams) {
    streams.forEach(each -> left.addAll(each.living(loop)));
    tasklet = new Tasklet(loop, KIND, this);
    tasklet.wake(Tasklet.WOKEN_INIT);
  }

  @Override
  public boolean run(int why) {
    int swapped = 0;
    while (swapped < perTurn && !left.isEmpty()) {
      swapped += swap(left.remove()) ? 1 : 0;
    }
    if (tasklet != null && !left.isEmpty()) {
      tasklet.wake(Tasklet.WOKEN_MSG);
      return true;
    }
    free();
    done.complete(Map.copyOf(outcomes));
    return false;
  }

  @Override
  public void failed(Throwable thrown) {
    free();
    done.completeExceptionally(thrown);
  }

  private void free() {
    if (tasklet != null) {
      tasklet.free();
      tasklet = null;
    }
  }

  /** Whether the stream has such a connection still. */
  private boolean swap(Stream stream) {
    Connection connection =
        (side == Side.FRONT ? stream.front() : stream.back()).conn().connection();
    if (connection == null || !connection.muxName().equals(from)) {
      return false;
    }
    outcomes.merge(swaps.swap(connection, side, to, null), 1, Integer::sum);
    return true;
  }
}
