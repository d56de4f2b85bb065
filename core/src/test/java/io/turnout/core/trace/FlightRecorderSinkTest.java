package io.turnout.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("recording")
class FlightRecorderSinkTest {
  private final TraceSource source = new TraceSource("pt", "pass-through mux");

  @Test
  void recordsEachEvent() throws IOException {
    source.start(TraceLevel.DATA, TraceVerbosity.CLEAN, new FlightRecorderSink());
    emit("before");
    List<RecordedEvent> events = Recordings.during("turnout.Trace", () -> emit("rcvBuf"));
    assertThat(events).hasSize(1);
    RecordedEvent event = events.getFirst();
    assertThat(event.getString("source")).isEqualTo("pt");
    assertThat(event.getString("level")).isEqualTo("data");
    assertThat(event.getString("text")).isEqualTo("[pt|rx] rcvBuf n=7");
    assertThat(event.getThread().getJavaName()).isEqualTo(Thread.currentThread().getName());
  }

  private void emit(String where) {
    source.emit(TraceLevel.DATA, TraceSource.RX, where, null, null, null, 7);
  }
}
