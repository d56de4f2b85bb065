package io.turnout.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.distribution.Options.Action;
import io.turnout.distribution.Options.Verbosity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionParserTest {
  private static Options parse(String line) throws BadUsage {
    return OptionParser.parse(List.of(line.split(" ")));
  }

  @Test
  void filesComeInTheirOrderAlsoAfterTheDashes() throws BadUsage {
    assertThat(parse("-f a.cfg -c -f b -- -f c.cfg").files())
        .containsExactly(Path.of("a.cfg"), Path.of("b"), Path.of("-f"), Path.of("c.cfg"));
  }

  @Test
  void runsInTheForegroundWithEveryPollerUnlessToldOtherwise() throws BadUsage {
    assertThat(parse("-f a.cfg"))
        .isEqualTo(
            new Options(
                List.of(Path.of("a.cfg")),
                Action.RUN,
                null,
                0,
                false,
                false,
                false,
                true,
                true,
                Verbosity.NORMAL));
  }

  @Test
  void optionsOfSeveralLettersAreNoHeapOfShortOnes() throws BadUsage {
    Options options = parse("-f a.cfg -dW -de -dp -db -D -p run.pid -n 17 -V");
    assertThat(options)
        .isEqualTo(
            new Options(
                List.of(Path.of("a.cfg")),
                Action.RUN,
                Path.of("run.pid"),
                17,
                true,
                true,
                true,
                false,
                false,
                Verbosity.VERBOSE));
  }

  @ParameterizedTest
  @CsvSource({"-v,TELL_VERSION", "-vv,TELL_EVERYTHING", "-h,TELL_USAGE", "-c -f x,CHECK"})
  void knowsWhatIsAsked(String line, Action action) throws BadUsage {
    assertThat(parse(line).action()).isEqualTo(action);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-f a -x|unknown option '-x'.",
        "-f a -dWe|unknown option '-dWe'.",
        "-f a -vvv|unknown option '-vvv'.",
        "a.cfg|'a.cfg' is no option. Files come after '-f', or after '--'.",
        "-c|no configuration was given. Name one with '-f'.",
        "-c -f|option '-f' needs a value.",
        "-f a -n many|option '-n' got 'many'; a number from 1 to 2147483647 is allowed.",
        "-f a -n 0|option '-n' got '0'; a number from 1 to 2147483647 is allowed."
      })
  void saysWhatIsWrong(String line, String message) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(BadUsage.class).hasMessage(message);
  }

  @Test
  void usageNamesEveryOption() {
    assertThat(OptionParser.USAGE)
        .contains("-f ", "-- ", "-c ", "-n ", "-p ", "-C ", "-D ", "-db ", "-dW ", "-de, -dp ")
        .contains("-V, -q ", "-v, -vv ", "-h ");
  }
}
