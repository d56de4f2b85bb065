package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.NearestWord;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that may stand at one place of the language.
 *
 * @param <D> the draft that their handlers fill
 */
public final class KeywordTable<D> {
  private final String noun;
  private final HaproxyNames others;
  private final Map<String, Keyword<D>> byName = new LinkedHashMap<>();
  private final Set<String> several = new HashSet<>();
  private @Nullable KeywordTable<?> beside;

  /**
   * Makes an empty table.
   *
   * @param noun what its names are, for errors: "keyword", "bind option"
   * @param others names that HAProxy has here
   */
  KeywordTable(String noun, HaproxyNames others) {
    this.noun = noun;
    this.others = others;
  }

  /** Adds a keyword. */
  public KeywordTable<D> register(Keyword<D> keyword) {
    if (byName.putIfAbsent(keyword.name(), keyword) != null) {
      throw new IllegalArgumentException(noun + " '" + keyword.name() + "' is registered twice");
    }
    return this;
  }

  /** Names that may stand several times on a line, as each adds to the others. */
  void several(String... names) {
    several.addAll(List.of(names));
  }

  boolean maySayAgain(String name) {
    return several.contains(name);
  }

  /** Names of the other kind of line, which are easily mistaken for those of this one. */
  void standsBeside(KeywordTable<?> other) {
    beside = other;
  }

  public boolean contains(String name) {
    return byName.containsKey(name);
  }

  /** True if HAProxy has the name here, whether or not it does anything yet. */
  public boolean knows(String name) {
    return contains(name) || others.notYet(name) || others.needsHttp(name);
  }

  /** The names that are valid in a section, in order of registration. */
  public List<String> names(SectionKind section) {
    return byName.values().stream()
        .filter(keyword -> keyword.sections().contains(section))
        .map(Keyword::name)
        .toList();
  }

  /** Where a name is valid; empty if it is unknown. */
  public Set<SectionKind> sectionsOf(String name) {
    Keyword<D> keyword = byName.get(name);
    return keyword == null ? Set.of() : keyword.sections();
  }

  /** Takes a name and what belongs to it. */
  public void read(Arguments arguments, D draft) {
    String name =
        arguments.nextName(
            "one of: " + String.join(", ", names(arguments.section())), this::contains);
    Keyword<D> keyword = byName.get(name);
    if (keyword == null) {
      throw unknown(name, arguments);
    }
    arguments.keyword((arguments.keyword() + " " + name).strip());
    if (arguments.prefix() != Prefix.NONE && !keyword.negatable()) {
      throw new Rejection(
              ConfigErrorCode.BAD_PREFIX,
              "'no' and 'default' cannot stand before this " + noun + ".")
          .in(arguments.keyword());
    }
    if (keyword.sections().contains(arguments.section())) {
      keyword.handler().apply(arguments, draft);
    } else {
      misplaced(keyword, arguments);
    }
  }

  private void misplaced(Keyword<D> keyword, Arguments arguments) {
    SectionKind section = arguments.section();
    String where = "Valid in: " + SectionKind.words(keyword.sections()) + ".";
    if (keyword.elsewhere() == Keyword.Elsewhere.REFUSED
        || !SectionKind.NAMED_PROXIES.contains(section)) {
      throw new Rejection(
              ConfigErrorCode.WRONG_SECTION,
              "not allowed in a '" + section.word() + "' section. " + where)
          .in(arguments.keyword());
    }
    arguments.warn(
        ConfigErrorCode.IGNORED_HERE,
        "ignored, a " + section.word() + " has no use for it. " + where);
  }

  private Rejection unknown(String name, Arguments arguments) {
    String full = (arguments.keyword() + " " + name).strip();
    if (others.needsHttp(name)) {
      return new Rejection(
              ConfigErrorCode.NEEDS_HTTP,
              "HAProxy's "
                  + noun
                  + " '"
                  + name
                  + "' needs mode http, which Turnout does not have."
                  + " Remove it.")
          .in(full);
    }
    if (others.notYet(name)) {
      return new Rejection(
              ConfigErrorCode.NOT_SUPPORTED_YET,
              "HAProxy's " + noun + " '" + name + "' is not supported by Turnout yet.")
          .in(full);
    }
    if (beside != null && beside.contains(name)) {
      return new Rejection(
              ConfigErrorCode.WRONG_SECTION,
              "this is a " + beside.noun + ", and no " + noun + ". Move it, or remove it.")
          .in(full);
    }
    List<String> allowed = names(arguments.section());
    ConfigErrorCode code =
        noun.equals("keyword") ? ConfigErrorCode.UNKNOWN_KEYWORD : ConfigErrorCode.UNKNOWN_OPTION;
    return new Rejection(
        code,
        "'"
            + full
            + "': unknown "
            + noun
            + " '"
            + name
            + "'."
            + NearestWord.hint(name, allowed, others.all(), "not supported")
            + " Allowed in '"
            + arguments.section().word()
            + "': "
            + String.join(", ", allowed)
            + ".");
  }
}
