package io.turnout.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.config.internal.keyword.KeywordTable;
import io.turnout.proxy.config.internal.keyword.Keywords;
import io.turnout.proxy.config.internal.keyword.SectionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  @Test
  void describesEveryKeyword() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "configuration.md"));
    assertThat(names())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(text).containsPattern("`" + name + "[ `(]"));
  }

  @Test
  void readsItsOwnExample() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "configuration.md"));
    String example = text.split("```\n", -1)[1];
    assertThat(ConfigText.valid(example).backends()).hasSize(1);
  }

  private static List<String> names() {
    Keywords all = new Keywords();
    return Stream.<KeywordTable<?>>of(
            all.global, all.traces, all.proxy, all.option, all.timeout, all.bind, all.server)
        .flatMap(table -> Stream.of(SectionKind.values()).map(table::names))
        .flatMap(List::stream)
        .distinct()
        .toList();
  }
}
