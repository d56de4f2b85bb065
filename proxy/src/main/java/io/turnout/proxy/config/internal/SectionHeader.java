package io.turnout.proxy.config.internal;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.internal.keyword.Names;
import io.turnout.proxy.config.internal.keyword.ProxyDraft;
import io.turnout.proxy.config.internal.keyword.ProxySettings;
import io.turnout.proxy.config.internal.keyword.SectionKind;
import io.turnout.proxy.config.internal.text.Problems;
import io.turnout.proxy.config.internal.text.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a proxy or {@code defaults}: {@code <kind> [<name>] [from <defaults>]}. What is
 * wrong with it is reported, and the section is read all the same.
 *
 * @param name empty if there is none
 * @param from or null
 */
record SectionHeader(
    SectionKind kind, String name, @Nullable String from, SourcePosition position) {

  static SectionHeader read(Statement statement, SectionKind kind, Problems problems) {
    List<String> words = statement.words();
    SourcePosition position = statement.position();
    int at = 1;
    String name = "";
    if (words.size() > at && !isFrom(words, at, kind)) {
      name = words.get(at++);
    }
    String from = null;
    if (words.size() > at && words.get(at).equals("from")) {
      from = words.size() > at + 1 ? words.get(at + 1) : "";
      at += 2;
    }
    SectionHeader header = new SectionHeader(kind, name, from, position);
    header.check(problems);
    if (words.size() > at) {
      header.extra(words.get(at), problems);
    }
    return header;
  }

  /** A draft with the settings that it inherits. */
  ProxyDraft draft(DefaultsSections defaults, Problems problems) {
    ProxySettings settings;
    if (from != null && !from.isEmpty()) {
      settings = defaults.named(from, position, problems);
    } else if (kind == SectionKind.DEFAULTS) {
      settings = new ProxySettings();
    } else {
      settings = defaults.implied(position);
    }
    return new ProxyDraft(kind, name, position, settings);
  }

  private static boolean isFrom(List<String> words, int at, SectionKind kind) {
    return kind == SectionKind.DEFAULTS && words.get(at).equals("from") && words.size() == at + 2;
  }

  private void check(Problems problems) {
    String word = kind.word();
    if (name.isEmpty() && kind != SectionKind.DEFAULTS) {
      problems.alert(
          ConfigErrorCode.MISSING_ARGUMENT,
          position,
          "'" + word + "': an argument is missing: expected a name, as in '" + word + " web'.");
    }
    int forbidden = Names.firstForbidden(name);
    if (forbidden >= 0) {
      problems.alert(
          ConfigErrorCode.BAD_NAME, position, Names.message(name, word + " name", forbidden));
    }
    if (from != null && from.isEmpty()) {
      problems.alert(
          ConfigErrorCode.MISSING_ARGUMENT,
          position,
          "'" + word + " " + name + " from': expected the name of a defaults section.");
    }
  }

  private void extra(String word, Problems problems) {
    problems.alert(
        ConfigErrorCode.EXTRA_ARGUMENT,
        position,
        "'"
            + kind.word()
            + "': unexpected argument '"
            + word
            + "'. Allowed: a name, and 'from' with"
            + " the name of a defaults section. Addresses to listen on go on 'bind' lines.");
  }
}
