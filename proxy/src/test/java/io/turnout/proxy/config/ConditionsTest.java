package io.turnout.proxy.config;

import static io.turnout.proxy.config.ConfigText.lines;
import static io.turnout.proxy.config.ConfigText.messages;
import static io.turnout.proxy.config.ConfigText.parse;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
  @Test
  void skipsTheBranchesOfAConditionThatCannotBeRead() {
    assertThat(lines("global\n.if \"x\n nosuch\n.else\n nosuch\n.endif\n maxconn x\n"))
        .containsExactly("ALERT UNMATCHED_QUOTE 2", "ALERT BAD_NUMBER 7");
  }

  private static boolean holds(String condition) {
    String text = ".if " + condition + "\n.notice yes\n.else\n.notice no\n.endif\n";
    ParseResult result = parse(text);
    assertThat(lines(result)).as(messages(text)).hasSize(1);
    return result.problems().getFirst().message().equals("yes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-1",
        "10",
        "!0",
        "!!1",
        "( 1 )",
        "!(0)",
        "1 && 1",
        "1&&1||0",
        "0 || 1",
        "1 || 0 && 0",
        "(1 || 0) && 1",
        "!0 && !0",
        "defined(HOST)",
        "defined(EMPTY)",
        "!defined(NONE)",
        "streq(\"$PORT\",8080)",
        "streq(\"$EMPTY\",)",
        "streq(\\\"a,b\\\",a\\\\,b)",
        "streq(\"$LIST\",\"a b  c\")",
        "strneq(a,b)",
        "strstr(haystack,stack)",
        "feature(EPOLL)",
        "!feature(OPENSSL)",
        "version_atleast(2.4)",
        "version_atleast(3.5-dev5)",
        "version_before(3.5)",
        "version_before(99)",
        "!version_before(3.5-dev5)",
        "version_atleast(2.4-dev19)",
        "enabled(SPLICE)",
        "enabled(epoll)",
        "!fips_mode",
        "!openssl_version_atleast(1.1)",
      })
  void isTrue(String condition) {
    assertThat(holds(condition)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"\"",
        "\"$NONE\"",
        "0",
        "!1",
        "1 && 0",
        "0 && 1 || 0",
        "0 || 1 && 0",
        "streq(a,b)",
        "strneq(a,a)",
        "strstr(a,b)",
        "defined(NONE)",
        "feature(NOSUCH)",
        "version_atleast(99)",
        "version_before(1.0)",
      })
  void doesNotHold(String condition) {
    assertThat(holds(condition)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 junk",
        "1 ||",
        "&& 1",
        "!",
        "(1",
        "1)",
        "nope(3)",
        "streq(a)",
        "streq(a,b",
        "streq",
        "defined(a,b)",
        "version_atleast(x)",
        "enabled(FOO)",
        "streq(\\\"a,b)",
      })
  void refusesMalformedCondition(String condition) {
    assertThat(lines(".if " + condition + "\n.notice x\n.else\n.notice y\n.endif\n"))
        .containsExactly("ALERT BAD_CONDITION 1");
  }

  @Test
  void suggestsPredicate() {
    assertThat(messages(".if sterq(a,b)\n.endif\n")).contains("Did you mean 'streq'?");
  }

  @Test
  void choosesOneBranch() {
    String text =
        """
        .if 0
        .notice a
        .elif streq("$PORT",8080)
        .notice b
        .elif 1
        .notice c
        .else
        .notice d
        .endif
        """;
    assertThat(parse(text).problems().stream().map(Problem::message)).containsExactly("b");
  }

  @Test
  void nestsAndSkipsWhatIsNotChosen() {
    String text =
        """
        .if 0
          this is "not even cut into words
          .if broken(
          .elif
          .else
          .alert hidden
          .endif
          .strange
        .else
          .if 1
        .notice inner
          .endif
        .endif
        """;
    assertThat(parse(text).problems().stream().map(Problem::message)).containsExactly("inner");
  }

  @Test
  void seesWhatGlobalSwitchedOff() {
    assertThat(
            lines(
                "global\n"
                    + " nosplice\n"
                    + " noepoll\n"
                    + ".if enabled(SPLICE) || enabled(EPOLL)\n"
                    + ".alert x\n"
                    + ".endif\n"))
        .isEmpty();
  }

  @Test
  void hasMessagesOfEachSeverity() {
    assertThat(lines(".notice a\n.warning b\n.alert c\n.diag d\n.notice\n"))
        .containsExactly(
            "NOTICE MESSAGE 1",
            "WARNING MESSAGE 2",
            "ALERT MESSAGE 3",
            "DIAG MESSAGE 4",
            "NOTICE MESSAGE 5");
  }

  @Test
  void reportsUnbalancedBlocks() {
    assertThat(lines(".else\n")).containsExactly("ALERT UNBALANCED_CONDITION 1");
    assertThat(lines(".endif\n")).containsExactly("ALERT UNBALANCED_CONDITION 1");
    assertThat(lines(".elif 1\n")).containsExactly("ALERT UNBALANCED_CONDITION 1");
    assertThat(lines("\n.if 1\n")).containsExactly("ALERT UNBALANCED_CONDITION 2");
    assertThat(lines(".if 1\n.else\n.else\n.elif 1\n.endif\n"))
        .containsExactly("ALERT UNBALANCED_CONDITION 3", "ALERT UNBALANCED_CONDITION 4");
  }

  @Test
  void reportsMalformedDirectives() {
    assertThat(lines(".notise a\n")).containsExactly("ALERT UNKNOWN_DIRECTIVE 1");
    assertThat(messages(".notise a\n")).contains("Did you mean '.notice'?");
    assertThat(lines(".notice a b\n")).containsExactly("ALERT EXTRA_ARGUMENT 1");
    assertThat(lines(".if 1\n.else x\n.endif y\n"))
        .containsExactly("ALERT EXTRA_ARGUMENT 2", "ALERT EXTRA_ARGUMENT 3");
  }
}
