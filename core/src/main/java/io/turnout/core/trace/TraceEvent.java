package io.turnout.core.trace;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One trace event in a flight recording. Touched only where the JDK has a flight recorder. */
@Name("turnout.Trace")
@Label("Trace")
@Category("Turnout")
@Description("What a trace source told")
@StackTrace(false)
final class TraceEvent extends Event {
  @Label("Source")
  @Nullable String source;

  @Label("Level")
  @Nullable String level;

  @Label("Text")
  @Nullable String text;
}
