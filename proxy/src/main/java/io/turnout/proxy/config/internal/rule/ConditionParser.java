package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what stands behind {@code if} or {@code unless}.
 *
 * <pre>
 * condition = all { ("or" | "||") all }
 * all       = term { term }
 * term      = { "!" } ( name | "{" test "}" )
 * </pre>
 */
public final class ConditionParser {
  private final List<String> words;
  private final Acls acls;
  private final List<List<TermDraft>> anyOf = new ArrayList<>();
  private List<TermDraft> all = new ArrayList<>();
  private int at;

  private ConditionParser(List<String> words, Acls acls) {
    this.words = words;
    this.acls = acls;
  }

  /**
   * Reads all words.
   *
   * @throws Rejection if they are no condition
   */
  public static ConditionDraft parse(boolean unless, List<String> words, Acls acls) {
    ConditionParser parser = new ConditionParser(words, acls);
    parser.run();
    return new ConditionDraft(unless, List.copyOf(parser.anyOf));
  }

  private void run() {
    while (at < words.size()) {
      String word = words.get(at);
      if (word.equals("or") || word.equals("||")) {
        at++;
        endAll("before '" + word + "'");
      } else {
        all.add(term());
      }
    }
    endAll("at its end");
  }

  private void endAll(String where) {
    if (all.isEmpty()) {
      throw malformed("an ACL is missing " + where);
    }
    anyOf.add(List.copyOf(all));
    all = new ArrayList<>();
  }

  private TermDraft term() {
    boolean negated = false;
    String word = words.get(at++);
    while (word.startsWith("!")) {
      negated = !negated;
      word = word.substring(1);
      if (word.isEmpty()) {
        if (at == words.size()) {
          throw malformed("an ACL is missing behind '!'");
        }
        word = words.get(at++);
      }
    }
    return new TermDraft(negated, word.equals("{") ? anonymous() : acls.named(word));
  }

  private AclDraft anonymous() {
    int end = at;
    while (end < words.size() && !words.get(end).equals("}")) {
      end++;
    }
    if (end == words.size()) {
      throw malformed("a '{' is never closed; '}' must be a word of its own");
    }
    AclDraft acl = new AclDraft("");
    acl.add(TestParser.parse(words.subList(at, end)));
    at = end + 1;
    return acl;
  }

  private Rejection malformed(String why) {
    return new Rejection(
        ConfigErrorCode.BAD_RULE_CONDITION,
        "in the condition '"
            + String.join(" ", words)
            + "': "
            + why
            + ". Allowed: names of ACLs and { <sample> ... }, each with ! before it if it must not"
            + " hold, and 'or' between alternatives.");
  }
}
