package io.turnout.tck.sim;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A seed and what follows from it: time, chance, what is going to happen, what has happened. */
public final class Simulation {
  private final long seed;
  private final SplittableRandom random;
  private final SimClock clock = new SimClock();
  private final SimLog log = new SimLog();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::number));
  private long scheduled;
  private @Nullable SimViolation broken;

  /** In which nothing has happened. */
  public Simulation(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** What repeats it. */
  public long seed() {
    return seed;
  }

  /** Decides everything that chance decides. */
  public SplittableRandom random() {
    return random;
  }

  /** Whether something happens that does so often in a thousand times. */
  public boolean chance(int perMille) {
    return perMille > 0 && random.nextInt(1000) < perMille;
  }

  /** Its time. */
  public SimClock clock() {
    return clock;
  }

  /** Lets something happen later. */
  public void after(long nanos, Runnable action) {
    at(clock.nanoTime() + nanos, action);
  }

  /** Lets something happen at a time; what was scheduled first happens first. */
  public void at(long time, Runnable action) {
    events.add(new Event(Math.max(time, clock.nanoTime()), scheduled++, action));
  }

  /** When something happens next; {@link Long#MAX_VALUE} for never. */
  public long nextNanos() {
    Event next = events.peek();
    return next == null ? Long.MAX_VALUE : next.nanos;
  }

  /** Moves time, then lets everything happen that is due. */
  public void moveTo(long time) {
    clock.moveTo(time);
    for (Event next = events.peek(); next != null && next.nanos <= time; next = events.peek()) {
      events.remove();
      next.action.run();
    }
  }

  /**
   * Notes an event.
   *
   * @param what one word, a constant
   * @param first such as a descriptor
   * @param second such as a count
   */
  public void note(String what, long first, long second) {
    log.add(clock.nanoTime(), what, first, second);
  }

  /** Notes an event in words, such as a line of a trace. */
  public void tell(CharSequence text) {
    log.add(clock.nanoTime(), text.toString());
  }

  /** Appends the last events, oldest first, one line each. */
  public void describeEvents(StringBuilder to, int most) {
    log.describe(to, most);
  }

  /** Stands for all events so far: the same seed gives the same number. */
  public long traceHash() {
    return log.hash();
  }

  /** How many events there were. */
  public long eventCount() {
    return log.count();
  }

  /**
   * A rule was broken: says which, how to repeat it, and what came before. Whoever catches it on
   * its way up, as a loop does with what a tasklet throws, does not hide it: the driver throws it
   * again.
   */
  public SimViolation violation(String what) {
    StringBuilder text = new StringBuilder(64 * 1024);
    text.append("seed ").append(seed).append(": ").append(what).append('\n');
    log.describe(text, Integer.MAX_VALUE);
    SimViolation violation = new SimViolation(what, text.toString());
    if (broken == null) {
      broken = violation;
    }
    return violation;
  }

  /** Throws the first violation, if there was one. */
  public void rethrow() {
    if (broken != null) {
      throw broken;
    }
  }

  private record Event(long nanos, long number, Runnable action) {}
}
