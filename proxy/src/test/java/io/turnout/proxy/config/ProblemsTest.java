package io.turnout.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How problems look, and that each is explained. */
class ProblemsTest {
  @Test
  void rendersLikeHaproxyWithTheId() {
    ProblemRenderer renderer = new ProblemRenderer(12);
    SourcePosition position = new SourcePosition("a.cfg", 3);
    assertThat(
            renderer.render(
                new Problem(Severity.ALERT, ConfigErrorCode.BAD_TIME, position, "wrong.")))
        .isEqualTo("[ALERT]    (12) : config : parsing [a.cfg:3] : TRN-2104 wrong.");
    assertThat(
            renderer.render(new Problem(Severity.WARNING, ConfigErrorCode.NO_BIND, null, "odd.")))
        .isEqualTo("[WARNING]  (12) : config : TRN-2208 odd.");
  }

  @ParameterizedTest
  @EnumSource(ConfigErrorCode.class)
  void explainsEveryId(ConfigErrorCode code) throws IOException {
    String errors = Files.readString(Path.of("..", "docs", "errors.md"));
    assertThat(errors).contains("### " + code.id() + " ");
  }

  @Test
  void explainsNoIdThatDoesNotExist() throws IOException {
    long explained =
        Files.readAllLines(Path.of("..", "docs", "errors.md")).stream()
            .filter(line -> line.startsWith("### TRN-1") || line.startsWith("### TRN-2"))
            .count();
    assertThat(explained).isEqualTo(ConfigErrorCode.values().length);
  }
}
