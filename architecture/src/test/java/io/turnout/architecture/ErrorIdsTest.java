package io.turnout.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each id of an error or warning is a constant of one enum, and is explained. */
class ErrorIdsTest {
  private static final Pattern LITERAL = Pattern.compile("\"[^\"\n]*TRN-\\d");
  private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z_]+\\((\\d{4})\\)[,;]");
  private static final Pattern HEADING = Pattern.compile("(?m)^### TRN-(\\d{4}) ");

  @Test
  void noIdIsWrittenInAMessage() throws IOException {
    for (Path source : sources()) {
      assertThat(Files.readString(source)).as(source.toString()).doesNotContainPattern(LITERAL);
    }
  }

  @Test
  void everyIdIsExplainedAndUnique() throws IOException {
    List<String> ids = new ArrayList<>();
    for (Path source : sources()) {
      if (source.toString().endsWith("ErrorCode.java")) {
        ids.addAll(found(CONSTANT, Files.readString(source)));
      }
    }
    String errors = Files.readString(Path.of("..", "docs", "errors.md"));
    assertThat(ids).contains("1001", "3001", "4001", "4006", "5001").doesNotHaveDuplicates();
    assertThat(found(HEADING, errors)).containsExactlyInAnyOrderElementsOf(ids);
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (ProjectModule module : ProjectModule.all()) {
      if (Files.exists(module.sources())) {
        try (Stream<Path> files = Files.walk(module.sources())) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
    }
    return sources;
  }
}
