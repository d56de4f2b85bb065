package io.turnout.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceVerbosity;
import io.turnout.proxy.config.TraceConfig.Sink;
import io.turnout.proxy.config.TraceConfig.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracesSectionTest {
  @Test
  void readsAllThatALineMaySay() {
    assertThat(traces("trace pt sink stdout level data verbosity complete start now"))
        .containsExactly(
            new TraceConfig(
                new SourcePosition("t.cfg", 2),
                "pt",
                TraceLevel.DATA,
                TraceVerbosity.COMPLETE,
                new Sink.Descriptor(1),
                State.START));
  }

  @Test
  void leavesOpenWhatALineDoesNotSay() {
    assertThat(traces("trace all stop now"))
        .containsExactly(
            new TraceConfig(
                new SourcePosition("t.cfg", 2), TraceConfig.ALL, null, null, null, State.STOP));
  }

  @Test
  void takesSeveralLinesAndSections() {
    assertThat(traces("trace pt pause now\ntraces\ntrace raw\ntrace ctl"))
        .extracting(TraceConfig::source)
        .containsExactly("pt", "raw", "ctl");
  }

  @Test
  void readsEachSink() {
    assertThat(
            traces(
                """
                trace a sink stderr
                trace a sink file:/tmp/traces
                trace a sink jfr
                trace a sink none
                """))
        .extracting(TraceConfig::sink)
        .containsExactly(
            new Sink.Descriptor(2),
            new Sink.File("/tmp/traces"),
            new Sink.FlightRecorder(),
            new Sink.None());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trace                  | ALERT MISSING_ARGUMENT 2",
        "trace pt level         | ALERT MISSING_ARGUMENT 2",
        "trace pt level loud    | ALERT BAD_CHOICE 2",
        "trace pt verbosity all | ALERT BAD_CHOICE 2",
        "trace pt sink file:    | ALERT BAD_CHOICE 2",
        "trace pt sink buf0     | ALERT BAD_CHOICE 2",
        "trace pt start         | ALERT MISSING_ARGUMENT 2",
        "trace pt start new     | ALERT BAD_CHOICE 2",
        "trace pt begin now     | ALERT BAD_CHOICE 2",
        "trace pt event +rx     | ALERT NOT_SUPPORTED_YET 2",
        "trcae pt               | ALERT UNKNOWN_KEYWORD 2",
        "maxconn 5              | ALERT WRONG_SECTION 2",
      })
  void refusesWhatIsNot(String line, String problem) {
    assertThat(ConfigText.lines("traces\n" + line + "\n")).containsExactly(problem);
  }

  @Test
  void namesWhatIsAllowed() {
    assertThat(ConfigText.messages("traces\ntrace pt level dat\n"))
        .isEqualTo(
            "'trace': 'dat' is no trace level. Did you mean 'data'? Allowed: error, user, proto,"
                + " state, data, developer.");
  }

  private static List<TraceConfig> traces(String lines) {
    return ConfigText.valid("traces\n" + lines + "\n").traces();
  }
}
