package io.turnout.core.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Writes down why it ran, then does what the test says. */
public final class RecordingHandler implements TaskletHandler {
  /** The reasons of each run. */
  public final List<Integer> reasons = new ArrayList<>();

  /** What was thrown. */
  public final List<Throwable> failures = new ArrayList<>();

  /** What it does; answers whether the tasklet lives. */
  public IntPredicate behaviour = why -> true;

  @Override
  public boolean run(int why) {
    reasons.add(why);
    return behaviour.test(why);
  }

  @Override
  public void failed(Throwable thrown) {
    failures.add(thrown);
  }
}
