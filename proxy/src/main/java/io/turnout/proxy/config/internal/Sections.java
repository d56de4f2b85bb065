package io.turnout.proxy.config.internal;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.internal.keyword.Arguments;
import io.turnout.proxy.config.internal.keyword.GlobalDraft;
import io.turnout.proxy.config.internal.keyword.HaproxyNames;
import io.turnout.proxy.config.internal.keyword.Keywords;
import io.turnout.proxy.config.internal.keyword.ProxyDraft;
import io.turnout.proxy.config.internal.keyword.ProxySettings;
import io.turnout.proxy.config.internal.keyword.ReadScope;
import io.turnout.proxy.config.internal.keyword.SectionKind;
import io.turnout.proxy.config.internal.keyword.TracesDraft;
import io.turnout.proxy.config.internal.text.NearestWord;
import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.proxy.config.internal.text.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Hands each line to its section, and opens sections.
 *
 * <pre>
 *   outside ──header──▶ global | traces | defaults | proxy ──header──▶ ...
 *      └──header of a section that Turnout has not──▶ skipped: its lines are not looked at
 * </pre>
 */
final class Sections {
  private static final Map<String, SectionKind> KINDS = new LinkedHashMap<>();

  static {
    for (SectionKind kind : SectionKind.values()) {
      KINDS.put(kind.word(), kind);
    }
  }

  private final Keywords keywords;
  private final ReadScope scope;
  private final GlobalDraft global = new GlobalDraft();
  private final TracesDraft traces = new TracesDraft();
  private final List<ProxyDraft> proxies = new ArrayList<>();
  private final DefaultsSections defaults = new DefaultsSections();
  private Consumer<Statement> current = this::outside;
  private boolean complete = true;

  Sections(Keywords keywords, ReadScope scope) {
    this.keywords = keywords;
    this.scope = scope;
  }

  GlobalDraft global() {
    return global;
  }

  TracesDraft traces() {
    return traces;
  }

  List<ProxyDraft> proxies() {
    return proxies;
  }

  /** Whether the names of all sections are known. */
  boolean complete() {
    return complete;
  }

  DefaultsSections defaults() {
    return defaults;
  }

  /** A file starts outside of any section. */
  void startFile() {
    current = this::outside;
    scope.environment().section("");
  }

  /** Takes a line. */
  void accept(Statement statement) {
    String word = statement.keyword();
    SectionKind kind = KINDS.get(word);
    if (kind != null) {
      open(kind, statement);
    } else if (HaproxyNames.SECTIONS.contains(word)) {
      skip(statement);
    } else if (isMisspeltHeader(statement)) {
      misspelt(statement);
    } else {
      current.accept(statement);
    }
  }

  /**
   * Takes a line that could not be cut into words. If it opens a section, that one is read: what is
   * wrong in it is reported, and its lines are not taken for those of the section before.
   */
  void unreadable(String word, SourcePosition position) {
    SectionKind kind = KINDS.get(word);
    if (kind == SectionKind.GLOBAL) {
      global.broken = true;
      current = line -> globalLine(new Arguments(line, kind, scope));
    } else if (kind != null) {
      ProxyDraft nameless = new ProxyDraft(kind, "", position, new ProxySettings());
      nameless.settings.broken = true;
      if (kind == SectionKind.DEFAULTS) {
        defaults.add(nameless);
      }
      complete = false;
      current = line -> proxyLine(new Arguments(line, kind, scope), nameless);
    } else if (HaproxyNames.SECTIONS.contains(word)) {
      current = line -> {};
    }
  }

  private void open(SectionKind kind, Statement statement) {
    if (kind == SectionKind.GLOBAL) {
      scope.environment().section(kind.word());
      current = line -> globalLine(new Arguments(line, kind, scope));
      refuseMore(statement, 1);
      return;
    }
    if (kind == SectionKind.TRACES) {
      scope.environment().section(kind.word());
      current = line -> tracesLine(new Arguments(line, kind, scope));
      refuseMore(statement, 1);
      return;
    }
    long before = scope.problems().alerts();
    SectionHeader header = SectionHeader.read(statement, kind, scope.problems());
    ProxyDraft draft = header.draft(defaults, scope.problems());
    draft.settings.broken |= scope.problems().alerts() > before;
    scope.environment().section(draft.name.isEmpty() ? kind.word() : draft.name);
    if (kind == SectionKind.DEFAULTS) {
      defaults.add(draft);
    } else {
      proxies.add(draft);
    }
    current = line -> proxyLine(new Arguments(line, kind, scope), draft);
  }

  private void globalLine(Arguments arguments) {
    long before = scope.problems().alerts();
    try {
      keywords.readGlobal(arguments, global);
    } catch (Rejection rejection) {
      scope.problems().alert(rejection, arguments.position());
    }
    global.broken |= scope.problems().alerts() > before;
  }

  private void tracesLine(Arguments arguments) {
    try {
      keywords.readTraces(arguments, traces);
    } catch (Rejection rejection) {
      scope.problems().alert(rejection, arguments.position());
    }
  }

  private void proxyLine(Arguments arguments, ProxyDraft draft) {
    long before = scope.problems().alerts();
    try {
      keywords.readProxy(arguments, draft);
    } catch (Rejection rejection) {
      scope.problems().alert(rejection, arguments.position());
    }
    draft.settings.broken |= scope.problems().alerts() > before;
  }

  private void skip(Statement statement) {
    scope.environment().section(statement.words().size() > 1 ? statement.words().get(1) : "");
    current = line -> {};
    throw new Rejection(
        ConfigErrorCode.UNSUPPORTED_SECTION,
        "HAProxy's section '"
            + statement.keyword()
            + "' is not supported by Turnout yet. Its lines"
            + " were not read.");
  }

  /**
   * True for a word that nothing here knows and that is close to the name of a section. Reading on
   * in the section that was meant reports what is wrong there, and not every line of it.
   */
  private boolean isMisspeltHeader(Statement statement) {
    String word = statement.keyword();
    return !word.equals("default")
        && !keywords.global.knows(word)
        && !keywords.proxy.knows(word)
        && !keywords.traces.knows(word)
        && statement.words().size() <= 4
        && word.length() > 4
        && NearestWord.to(word, KINDS.keySet()) != null
        && NearestWord.to(word, keywords.proxy.names(SectionKind.LISTEN)) == null;
  }

  private void misspelt(Statement statement) {
    String meant = NearestWord.to(statement.keyword(), KINDS.keySet());
    scope
        .problems()
        .alert(
            ConfigErrorCode.UNKNOWN_SECTION,
            statement.position(),
            "unknown section '"
                + statement.keyword()
                + "'. Did you mean '"
                + meant
                + "'? Allowed: "
                + String.join(", ", KINDS.keySet())
                + ".");
    List<String> words = new ArrayList<>(statement.words());
    words.set(0, meant);
    accept(new Statement(statement.position(), words));
  }

  private void outside(Statement statement) {
    // One report for all of these lines: what belongs to what cannot be known.
    current = line -> {};
    throw new Rejection(
        ConfigErrorCode.OUT_OF_SECTION,
        "'"
            + statement.keyword()
            + "' stands outside of any section."
            + NearestWord.hint(statement.keyword(), KINDS.keySet())
            + " A file starts with one of: "
            + String.join(", ", KINDS.keySet())
            + ".");
  }

  static void refuseMore(Statement statement, int from) {
    if (statement.words().size() > from) {
      throw new Rejection(
          ConfigErrorCode.EXTRA_ARGUMENT,
          "'"
              + statement.keyword()
              + "': unexpected argument '"
              + statement.words().get(from)
              + "'. Remove it.");
    }
  }
}
