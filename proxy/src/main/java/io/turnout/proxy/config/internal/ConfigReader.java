package io.turnout.proxy.config.internal;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.ConfigSource;
import io.turnout.proxy.config.HostResolver;
import io.turnout.proxy.config.ParseResult;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.config.Severity;
import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.internal.keyword.Keywords;
import io.turnout.proxy.config.internal.keyword.ReadScope;
import io.turnout.proxy.config.internal.text.AddressParser;
import io.turnout.proxy.config.internal.text.Directives;
import io.turnout.proxy.config.internal.text.Environment;
import io.turnout.proxy.config.internal.text.Predicates;
import io.turnout.proxy.config.internal.text.Problems;
import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.proxy.config.internal.text.Statement;
import io.turnout.proxy.config.internal.text.Tokenizer;
import java.util.List;
import java.util.Map;

/** Reads the lines of all files, one after the other. Used once. */
public final class ConfigReader {
  private static final String MARK = "\uFEFF";

  private final Environment environment;
  private final Problems problems;
  private final Sections sections;
  private final Predicates predicates;

  private ConfigReader(Map<String, String> variables, HostResolver resolver, Problems problems) {
    this.environment = new Environment(variables);
    this.problems = problems;
    ReadScope scope =
        new ReadScope(environment, new AddressParser(environment, resolver), problems);
    this.sections = new Sections(new Keywords(), scope);
    this.predicates = new Predicates(environment, () -> sections.global().enabled());
  }

  /** Reads, checks, and makes records if nothing is wrong. */
  public static ParseResult read(
      List<ConfigSource> sources,
      Map<String, String> variables,
      HostResolver resolver,
      Problems problems) {
    ConfigReader reader = new ConfigReader(variables, resolver, problems);
    sources.forEach(reader::file);
    return reader.finish(sources.stream().map(ConfigSource::name).toList());
  }

  private void file(ConfigSource source) {
    Directives directives = new Directives(predicates, problems);
    sections.startFile();
    String text = source.text();
    // Editors of Windows put a byte order mark in front, which is no part of the text.
    String[] lines = (text.startsWith(MARK) ? text.substring(1) : text).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      boolean last = i == lines.length - 1;
      if (last && lines[i].isEmpty()) {
        break;
      }
      SourcePosition position = new SourcePosition(source.name(), i + 1);
      if (last) {
        problems.alert(
            ConfigErrorCode.MISSING_FINAL_NEWLINE,
            position,
            "the last line does not end with a line feed, so the file may have been cut short. If"
                + " it is complete, add one.");
      }
      environment.at(source.name(), i + 1);
      try {
        line(lines[i], position, directives);
      } catch (Rejection rejection) {
        problems.alert(rejection, position);
      }
    }
    directives.end();
  }

  private void line(String raw, SourcePosition position, Directives directives) {
    String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
    boolean directive = Directives.isDirective(line);
    if (directives.skipping() && !directive) {
      return;
    }
    List<String> words;
    try {
      words = words(line);
    } catch (Rejection rejection) {
      problems.alert(rejection, position);
      String word = line.strip().split("[ \t\"'#]", 2)[0];
      if (directive) {
        directives.unreadable(word, position);
      } else {
        sections.unreadable(word, position);
      }
      return;
    }
    if (words.isEmpty()) {
      return;
    }
    Statement statement = new Statement(position, words);
    if (directive) {
      directives.accept(statement);
    } else {
      sections.accept(statement);
    }
  }

  private List<String> words(String line) {
    int nul = line.indexOf('\0');
    if (nul >= 0) {
      throw new Rejection(
          ConfigErrorCode.STRAY_NUL,
          "there is a NUL character at column "
              + (nul + 1)
              + ". This is no text file, or it was"
              + " damaged.");
    }
    return Tokenizer.words(line, environment);
  }

  private ParseResult finish(List<String> files) {
    Checks.run(sections, problems);
    if (sections.global().zeroWarning && problems.any(Severity.WARNING)) {
      problems.alert(
          ConfigErrorCode.WARNINGS_ARE_FATAL,
          null,
          "there are warnings, and 'zero-warning' in the global section asks for none.");
    }
    ProxyConfig config = problems.any(Severity.ALERT) ? null : RecordMaker.make(sections);
    return new ParseResult(config, problems.inOrderOf(files));
  }
}
