package io.turnout.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.internal.linux.Allocation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule TRACE-01. */
class TraceSourceTest {
  private final List<String> told = new ArrayList<>();
  private final TraceSource source = new TraceSource("pt", "pass-through mux");
  private final Traceable connection = to -> to.append("conn");
  private final Traceable stream = to -> to.append("strm");
  private final Traceable buffer = to -> to.append("buf");

  @Test
  void isOffAtFirst() {
    assertThat(source.on()).isFalse();
    assertThat(source.name()).isEqualTo("pt");
    assertThat(source.description()).isEqualTo("pass-through mux");
  }

  @Test
  void isSwitchedOnAndOff() {
    start(TraceLevel.USER, TraceVerbosity.QUIET);
    assertThat(source.on()).isTrue();
    source.stop();
    assertThat(source.on()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhatIsAtMostAtItsLevel(TraceLevel asked) {
    start(asked, TraceVerbosity.QUIET);
    for (TraceLevel level : TraceLevel.values()) {
      source.emit(level, TraceSource.RX, level.name(), null, null, null, 0);
    }
    assertThat(told).hasSize(asked.ordinal() + 1).last().asString().endsWith(asked.name());
  }

  @ParameterizedTest
  @CsvSource({
    "QUIET, [pt|rx] rcvBuf",
    "CLEAN, [pt|rx] rcvBuf n=7",
    "MINIMAL, [pt|rx] rcvBuf n=7 : conn",
    "SIMPLE, [pt|rx] rcvBuf n=7 : conn : strm",
    "ADVANCED, [pt|rx] rcvBuf n=7 : conn : strm : buf",
  })
  void writesAsMuchAsItsVerbosity(TraceVerbosity verbosity, String expected) {
    start(TraceLevel.DATA, verbosity);
    emit(TraceSource.RX);
    assertThat(told).containsExactly(expected);
  }

  @Test
  void writesTheThreadWhenComplete() {
    start(TraceLevel.DATA, TraceVerbosity.COMPLETE);
    emit(TraceSource.RX);
    assertThat(told)
        .containsExactly(
            "[pt|rx] rcvBuf n=7 : conn : strm : buf : " + Thread.currentThread().getName());
  }

  @Test
  void leavesOutWhatIsNotThere() {
    start(TraceLevel.DATA, TraceVerbosity.ADVANCED);
    source.emit(TraceLevel.DATA, TraceSource.TX, "sndBuf", null, null, buffer, 3);
    assertThat(told).containsExactly("[pt|tx] sndBuf n=3 : buf");
  }

  @ParameterizedTest
  @CsvSource({"1, conn", "2, strm", "4, rx", "8, tx"})
  void namesTheGroup(int group, String name) {
    start(TraceLevel.DATA, TraceVerbosity.QUIET);
    emit(group);
    assertThat(told).containsExactly("[pt|" + name + "] rcvBuf");
  }

  @Tag("allocation")
  @Test
  void offAllocatesNothing() {
    assertThat(
            Allocation.bytesPerRound(() -> {
              if (source.on()) {
                emit(TraceSource.RX);
              }
            }))
        .isZero();
  }

  @Test
  void instanceHasEachSourceOnce() {
    Traces traces = new Traces();
    TraceSource first = traces.source("raw", "plain transport");
    assertThat(traces.source("raw", "whatever")).isSameAs(first);
    TraceSource second = traces.source("pt", "pass-through mux");
    assertThat(traces.sources()).containsExactly(first, second);
  }

  private void start(TraceLevel level, TraceVerbosity verbosity) {
    source.start(
        level,
        verbosity,
        (from, at, text) -> {
          assertThat(from).isSameAs(source);
          told.add(text.toString());
        });
  }

  private void emit(int group) {
    source.emit(TraceLevel.DATA, group, "rcvBuf", connection, stream, buffer, 7);
  }
}
