package io.turnout.core.conn;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * A swap of muxes in a flight recording. Touched only where the JDK has a flight recorder.
 *
 * @implSpec rule SWAP-04
 */
@Name("turnout.MuxSwap")
@Label("Mux Swap")
@Category("Turnout")
@Description("One mux took another's place on a live connection, or was refused")
@StackTrace(false)
final class MuxSwapEvent extends Event {
  @Label("Side")
  @Nullable String side;

  @Label("Target")
  @Nullable String target;

  @Label("From")
  @Nullable String from;

  @Label("To")
  @Nullable String to;

  @Label("Leftover")
  @Description("Bytes that the old mux had read and the new one starts with")
  @DataAmount
  long leftover;

  @Label("Refusal")
  @Description("Why the old mux stayed; null if it did not")
  @Nullable String refusal;
}
