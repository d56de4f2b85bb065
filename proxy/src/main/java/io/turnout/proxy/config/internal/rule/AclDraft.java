package io.turnout.proxy.config.internal.rule;

import java.util.ArrayList;
import java.util.List;

/** An ACL. Each line that defines it adds a test, also behind the rules that use it. */
public final class AclDraft {
  private final String name;
  private final List<TestDraft> tests = new ArrayList<>();

  /**
   * Has no test yet.
   *
   * @param name empty for one that was written where it is used
   */
  AclDraft(String name) {
    this.name = name;
  }

  void add(TestDraft test) {
    tests.add(test);
  }

  /** For messages. */
  public String title() {
    return name.isEmpty() ? "the ACL in braces" : "the ACL '" + name + "'";
  }

  /** One at least. */
  public List<TestDraft> tests() {
    return tests;
  }
}
