package io.turnout.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSink;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.TraceVerbosity;
import io.turnout.proxy.config.TraceConfig.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTargetsTest {
  private static final long MOMENT = 1_795_384_151_346L;
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final String TIME = "2026-11-22T22:49:11.346+01:00 ";

  private final LogTargets logs = new LogTargets(path -> new RecordingSender());
  private final TraceTargets targets = new TraceTargets(logs, () -> MOMENT, ZONE);
  private final TraceSource source = new TraceSource("pt", "pass-through mux");
  private final String thread = Thread.currentThread().getName();
  @TempDir Path folder;

  @Test
  void writesLinesToTheEndOfAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("traces"), "before\n");
    emitTo(targets.open(new Sink.File(file.toString())));
    targets.close();
    assertThat(file).content().isEqualTo("before\n" + TIME + thread + " data [pt|rx] rcvBuf n=7\n");
  }

  @Test
  void opensAFileOnce() {
    Sink file = new Sink.File(folder.resolve("traces").toString());
    assertThat(targets.open(file)).isSameAs(targets.open(file));
    targets.close();
  }

  @Test
  void saysWhyAFileCannotBeOpened() {
    String path = folder.resolve("none/traces").toString();
    assertThatThrownBy(() -> targets.open(new Sink.File(path)))
        .isInstanceOf(LogTargetException.class)
        .hasMessage(
            "TRN-4010 trace sink 'file:%s' cannot be opened: %s (No such file or directory). Allowed: a file that this process may write, in a folder that exists. Correct the path, or use stdout, stderr or jfr"
                .formatted(path, path));
  }

  @Test
  void dropsAndCountsWhatASinkDoesNotTake() {
    RecordingSender slow = new RecordingSender();
    TraceSink sink = new TraceLines(new LogOutlet(slow), () -> MOMENT, ZONE);
    slow.refuses = true;
    emitTo(sink);
    emitTo(sink);
    assertThat(slow.lines).isEmpty();
    slow.refuses = false;
    emitTo(sink);
    assertThat(slow.lines)
        .containsExactly(
            TIME + thread + " data [pt|rx] rcvBuf n=7\n",
            TIME + thread + " error 2 lines were lost: this target was full or failed.\n");
  }

  private void emitTo(TraceSink sink) {
    source.start(TraceLevel.DATA, TraceVerbosity.CLEAN, sink);
    source.emit(TraceLevel.DATA, TraceSource.RX, "rcvBuf", null, null, null, 7);
  }
}
