package io.turnout.proxy.log;

import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSink;
import io.turnout.core.trace.TraceSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Traces as lines: time, thread, level, and the event, which begins with its source and group.
 *
 * <p><b>Thread:</b> any. Allocates: a source that is on is there to be looked at.
 */
final class TraceLines implements TraceSink {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

  private final LogOutlet outlet;
  private final LongSupplier epochMillis;
  private final ZoneId zone;

  TraceLines(LogOutlet outlet, LongSupplier epochMillis, ZoneId zone) {
    this.outlet = outlet;
    this.epochMillis = epochMillis;
    this.zone = zone;
  }

  @Override
  public void accept(TraceSource source, TraceLevel level, CharSequence text) {
    long now = epochMillis.getAsLong();
    if (write(now, level, text)) {
      long untold = outlet.claimUntold(now);
      if (untold > 0) {
        String lost = untold + " lines were lost: this target was full or failed.";
        write(now, TraceLevel.ERROR, lost);
      }
    }
  }

  private boolean write(long now, TraceLevel level, CharSequence text) {
    StringBuilder line = new StringBuilder(text.length() + 80);
    TIME.formatTo(Instant.ofEpochMilli(now).atZone(zone), line);
    line.append(' ').append(Thread.currentThread().getName());
    line.append(' ').append(level.name().toLowerCase(Locale.ROOT));
    line.append(' ').append(text).append('\n');
    return outlet.trySend(ByteBuffer.wrap(line.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
