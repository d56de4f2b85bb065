package io.turnout.proxy.config;

import static io.turnout.proxy.config.ConfigText.lines;
import static io.turnout.proxy.config.ConfigText.parse;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quotes, escapes and variables, seen through {@code .notice}, which echoes one word. */
class WordsTest {
  private static String word(String written) {
    ParseResult result = parse(".notice " + written + "\n");
    assertThat(lines(result)).containsExactly("NOTICE MESSAGE 1");
    return result.problems().getFirst().message();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "plain => plain",
        "a\\ b => `a b`",
        "a\\#b => a#b",
        "a#comment => a",
        "a\\\\b => a\\b",
        "\\'x\\\" => 'x\"",
        "\\x41\\x62 => Ab",
        "\\q => \\q",
        "\\$HOST => $HOST",
        "$HOST => $HOST",
        "${HOST} => ${HOST}",
        "'a b' => `a b`",
        "'\\n $HOST \"#' => `\\n $HOST \"#`",
        "\"a b#'c'\" => `a b#'c'`",
        "\"\\\"\\\\\\$x\\#\\'\" => `\"\\$x#'`",
        "\"\\x41\\q\" => A\\q",
        "\"$HOST:${PORT}\" => 192.0.2.7:8080",
        "\"${NONE-else where}\" => `else where`",
        "\"${EMPTY-else}|$NONE|\" => ||",
        "\"${.FILE}:$.LINE:${.SECTION}\" => t.cfg:1:",
        "a'b c'\"d e\"f => `ab cd ef`",
      })
  void readsWord(String written, String expected) {
    assertThat(word(written)).isEqualTo(expected);
  }

  @Test
  void turnsControlEscapesIntoCharacters() {
    assertThat(word("\\t\\n\\r")).isEqualTo("\t\n\r");
    assertThat(word("\"\\t\\n\\r\"")).isEqualTo("\t\n\r");
  }

  @Test
  void splitsListVariableIntoWords() {
    ParseResult result =
        parse("global\n resetenv x\"${LIST[*]}\"y\n.if defined(PORT)\n.alert x\n.endif\n");
    assertThat(lines(result)).isEmpty();
    assertThat(lines(parse("global\n node \"${LIST[*]}\"\n")))
        .containsExactly("ALERT EXTRA_ARGUMENT 2");
    assertThat(lines(parse("global\n node a\"${NONE[*]}\" \"${NONE[*]}\"\n"))).isEmpty();
  }

  @Test
  void countsAnEmptyQuoteAsAWord() {
    assertThat(lines(parse("global\n daemon \"\"\n"))).containsExactly("ALERT EXTRA_ARGUMENT 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "a \"b => UNMATCHED_QUOTE",
        "a 'b => UNMATCHED_QUOTE",
        "a \\x4 => BAD_ESCAPE",
        "a \\xzz => BAD_ESCAPE",
        "a \"${HOST\" => BAD_VARIABLE",
        "a \"${HOST y}\" => BAD_VARIABLE",
        "a \"$\" => BAD_VARIABLE",
        "a \"${9a}\" => BAD_VARIABLE",
        "a \"${}\" => BAD_VARIABLE",
      })
  void refusesMalformedLine(String line, String code) {
    assertThat(lines("global\n" + line + "\n")).containsExactly("ALERT " + code + " 2");
  }

  @Test
  void refusesMoreThan64Words() {
    assertThat(lines("global\n description" + " w".repeat(63) + "\n")).isEmpty();
    assertThat(lines("global\n description" + " w".repeat(64) + "\n"))
        .containsExactly("ALERT TOO_MANY_WORDS 2");
  }

  @Test
  void refusesNul() {
    assertThat(lines("global\n node a\0b\n")).containsExactly("ALERT STRAY_NUL 2");
  }

  @Test
  void refusesLastLineWithoutLineFeedButReadsIt() {
    assertThat(lines("global\n maxconn x"))
        .containsExactly("ALERT MISSING_FINAL_NEWLINE 2", "ALERT BAD_NUMBER 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# only a comment\n", "\r\n\t \r\n"})
  void acceptsTextThatSaysNothing(String text) {
    assertThat(lines(text)).isEmpty();
  }

  @Test
  void passesOverAByteOrderMark() {
    assertThat(lines("\uFEFFglobal\n maxconn 5\n")).isEmpty();
    assertThat(lines("global\n\uFEFFmaxconn 5\n")).containsExactly("ALERT UNKNOWN_KEYWORD 2");
  }

  @Test
  void acceptsCarriageReturnsAndCommentsBehindWords() {
    ProxyConfig config =
        ConfigText.valid("global#first\r\n\tmaxconn   7#second\r\n  node \"x\"\r\n");
    assertThat(config.global().maxConnections()).isEqualTo(7);
    assertThat(config.global().node()).isEqualTo("x");
  }

  @Test
  void namesSectionInPseudoVariable() {
    ParseResult result =
        parse(
            "global\n"
                + ".notice \"$.SECTION\"\n"
                + "backend b\n"
                + ".notice \"$.SECTION\"\n"
                + ".notice \"$.LINE\"\n");
    assertThat(result.problems())
        .filteredOn(problem -> problem.code() == ConfigErrorCode.MESSAGE)
        .extracting(Problem::message)
        .containsExactly("global", "b", "5");
  }

  @Test
  void changesEnvironmentForLaterLines() {
    String text =
        """
        global
          setenv A 1
          presetenv A 2
          presetenv B ""
          setenv PORT 9
          unsetenv HOST NONE
        .notice "$A,${B-unset},$PORT,${HOST-gone}"
          resetenv B
        .notice "${A-gone},${B-gone}"
        """;
    assertThat(parse(text).problems().stream().map(Problem::message))
        .containsExactly("1,,9,gone", "gone,");
  }

  @ParameterizedTest
  @CsvSource({
    "setenv, MISSING_ARGUMENT",
    "setenv A, MISSING_ARGUMENT",
    "presetenv A, MISSING_ARGUMENT",
    "setenv A b c, EXTRA_ARGUMENT",
    "setenv A=b c, BAD_NAME",
    "unsetenv, MISSING_ARGUMENT",
  })
  void refusesMalformedEnvironmentKeyword(String line, String code) {
    assertThat(lines("global\n " + line + "\n")).containsExactly("ALERT " + code + " 2");
  }
}
