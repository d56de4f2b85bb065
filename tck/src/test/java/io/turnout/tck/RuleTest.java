package io.turnout.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RuleTest {
  @Test
  void everyRuleIsDocumentedWithItsText() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "conformance-kit.md"));
    for (Rule rule : Rule.values()) {
      assertThat(page).contains("| " + rule.id() + " | " + rule.text().replace("|", "\\|") + " |");
    }
  }

  @Test
  void everyRuleHasUsualCauses() {
    assertThat(Rule.values()).allSatisfy(rule -> assertThat(rule.usualCauses()).isNotEmpty());
  }

  @Test
  void isFoundByTheBeginningOfText() {
    assertThat(Rule.namedBy("MUX-01: the flags are 0")).isEqualTo(Rule.MUX_01);
    assertThat(Rule.namedBy("the flags are 0")).isNull();
  }
}
