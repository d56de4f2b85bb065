package io.turnout.core.loop;

/** What a {@link Tasklet} runs. */
public interface TaskletHandler {
  /**
   * Does the work.
   *
   * <p><b>Thread:</b> the tasklet's loop. Must not block.
   *
   * @param why the {@code Tasklet.WOKEN_*} bits since the last run
   * @return true if the tasklet lives on; false if this call freed it
   * @implSpec rule TASK-01
   */
  boolean run(int why);

  /**
   * {@link #run} threw, which the loop has logged. What the tasklet worked for is to be closed
   * here.
   *
   * @param thrown what was thrown
   */
  void failed(Throwable thrown);
}
