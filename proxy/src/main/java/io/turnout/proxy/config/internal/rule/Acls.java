package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.NearestWord;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The ACLs of one section, and those that are always there. */
public final class Acls {
  private static final Map<String, AclDraft> PREDEFINED = new LinkedHashMap<>();

  static {
    predefine("FALSE", "always_false");
    predefine("LOCALHOST", "src", "127.0.0.1/8", "::1");
    predefine("REQ_CONTENT", "req.len", "gt", "0");
    predefine("TRUE", "always_true");
    predefine("WAIT_END", "wait_end");
  }

  private final Map<String, AclDraft> byName = new LinkedHashMap<>();

  /**
   * Defines an ACL, or adds a test to one.
   *
   * @throws Rejection if the name or the test is wrong
   */
  public void define(String name, List<String> test) {
    if (name.equals("or") || name.equals("||") || name.startsWith("!") || name.startsWith("{")) {
      throw new Rejection(
          ConfigErrorCode.BAD_NAME, "'" + name + "' has a meaning in conditions. Rename the ACL.");
    }
    byName.computeIfAbsent(name, AclDraft::new).add(TestParser.parse(test));
  }

  /** The ACL of a name; a section's own goes first. */
  AclDraft named(String name) {
    AclDraft own = byName.get(name);
    AclDraft found = own != null ? own : PREDEFINED.get(name);
    if (found == null) {
      throw unknown(name);
    }
    return found;
  }

  private Rejection unknown(String name) {
    if (HaproxySamples.HTTP_ACLS.contains(name)) {
      return SampleParser.needsHttp("ACL", name);
    }
    if (HaproxySamples.ACLS.contains(name)) {
      return SampleParser.notYet("ACL", name);
    }
    TreeSet<String> known = new TreeSet<>(byName.keySet());
    known.addAll(PREDEFINED.keySet());
    String hint =
        name.equals("&&") || name.equals("and")
            ? " ACLs beside each other must all hold: leave it out."
            : NearestWord.hint(name, known);
    return new Rejection(
        ConfigErrorCode.UNKNOWN_ACL,
        "there is no ACL '"
            + name
            + "' in this section before this line."
            + hint
            + " Known: "
            + String.join(", ", known)
            + ".");
  }

  private static void predefine(String name, String... test) {
    AclDraft acl = new AclDraft(name);
    acl.add(TestParser.parse(List.of(test)));
    PREDEFINED.put(name, acl);
  }
}
