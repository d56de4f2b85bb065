package io.turnout.proxy.config.internal.text;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.Severity;
import io.turnout.proxy.config.SourcePosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The lines that start with a dot: conditional blocks and messages. One instance reads one file.
 */
public final class Directives {
  private static final List<String> NAMES =
      List.of(".if", ".elif", ".else", ".endif", ".notice", ".warning", ".alert", ".diag");

  private final Predicates predicates;
  private final Problems problems;
  private final Deque<Block> blocks = new ArrayDeque<>();

  public Directives(Predicates predicates, Problems problems) {
    this.predicates = predicates;
    this.problems = problems;
  }

  /** True if the lines here belong to a branch that was not chosen. */
  public boolean skipping() {
    Block block = blocks.peek();
    return block != null && !block.active;
  }

  /** True if the line is one of these, be it known or not. */
  public static boolean isDirective(String line) {
    return line.stripLeading().startsWith(".");
  }

  /**
   * Takes a line.
   *
   * @throws Rejection if it is wrong
   */
  public void accept(Statement statement) {
    String rest = String.join(" ", statement.words().subList(1, statement.words().size()));
    switch (statement.keyword()) {
      case ".if" -> open(statement, rest);
      case ".elif" -> elseIf(rest);
      case ".else" -> orElse(statement);
      case ".endif" -> close(statement);
      case ".notice" -> message(statement, Severity.NOTICE);
      case ".warning" -> message(statement, Severity.WARNING);
      case ".alert" -> message(statement, Severity.ALERT);
      case ".diag" -> message(statement, Severity.DIAG);
      default -> unknown(statement.keyword());
    }
  }

  /**
   * Takes a line that could not be cut into words. Its branch is skipped, and so are the others.
   */
  public void unreadable(String directive, SourcePosition position) {
    if (directive.equals(".if")) {
      Block block = new Block(position, !skipping());
      block.chosen = true;
      blocks.push(block);
    } else if (directive.equals(".elif") && !blocks.isEmpty()) {
      Block block = blocks.getFirst();
      block.active = false;
      block.chosen = true;
    }
  }

  /** Ends the file. */
  public void end() {
    for (Block block : blocks) {
      problems.alert(
          ConfigErrorCode.UNBALANCED_CONDITION,
          block.position,
          "this '.if' has no '.endif' before the end of the file.");
    }
    blocks.clear();
  }

  private void open(Statement statement, String expression) {
    Block block = new Block(statement.position(), !skipping());
    blocks.push(block);
    if (block.parentActive) {
      block.choose(expression, predicates);
    }
  }

  private void elseIf(String expression) {
    Block block = current(".elif");
    block.refuseAfterElse(".elif");
    block.active = false;
    if (block.parentActive && !block.chosen) {
      block.choose(expression, predicates);
    }
  }

  private void orElse(Statement statement) {
    Block block = current(".else");
    block.refuseAfterElse(".else");
    block.elseSeen = true;
    block.active = block.parentActive && !block.chosen;
    block.chosen = true;
    refuseArguments(statement);
  }

  private void close(Statement statement) {
    current(".endif");
    blocks.pop();
    refuseArguments(statement);
  }

  private Block current(String directive) {
    Block block = blocks.peek();
    if (block == null) {
      throw new Rejection(
          ConfigErrorCode.UNBALANCED_CONDITION,
          "'" + directive + "' without an '.if' before it in this file.");
    }
    return block;
  }

  private void message(Statement statement, Severity severity) {
    if (skipping()) {
      return;
    }
    List<String> words = statement.words();
    if (words.size() > 2) {
      throw new Rejection(
          ConfigErrorCode.EXTRA_ARGUMENT,
          "'"
              + words.getFirst()
              + "': unexpected '"
              + words.get(2)
              + "'. Quote the message if it has spaces.");
    }
    String text = words.size() > 1 ? words.get(1) : "";
    problems.add(severity, ConfigErrorCode.MESSAGE, statement.position(), text);
  }

  private void unknown(String name) {
    if (!skipping()) {
      throw new Rejection(
          ConfigErrorCode.UNKNOWN_DIRECTIVE,
          "unknown directive '"
              + name
              + "'."
              + NearestWord.hint(name, NAMES)
              + " Allowed: "
              + String.join(", ", NAMES)
              + ".");
    }
  }

  private static void refuseArguments(Statement statement) {
    if (statement.words().size() > 1) {
      throw new Rejection(
          ConfigErrorCode.EXTRA_ARGUMENT,
          "'"
              + statement.keyword()
              + "' takes no argument, got '"
              + statement.words().get(1)
              + "'.");
    }
  }

  /** One {@code .if} and what was seen of it. */
  private static final class Block {
    final SourcePosition position;
    final boolean parentActive;
    boolean active;
    boolean chosen;
    boolean elseSeen;

    Block(SourcePosition position, boolean parentActive) {
      this.position = position;
      this.parentActive = parentActive;
    }

    void choose(String expression, Predicates predicates) {
      // A condition that cannot be read counts as chosen, so that no other branch is reported on.
      chosen = true;
      active = Condition.holds(expression, predicates);
      chosen = active;
    }

    void refuseAfterElse(String directive) {
      if (elseSeen) {
        active = false;
        throw new Rejection(
            ConfigErrorCode.UNBALANCED_CONDITION,
            "'" + directive + "' after the '.else' of the '.if' at " + position + ".");
      }
    }
  }
}
