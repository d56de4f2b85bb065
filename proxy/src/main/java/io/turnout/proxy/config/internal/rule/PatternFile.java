package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.Rejection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file with a value on each line. Empty lines and those that start with {@code #} are none. */
final class PatternFile {
  private PatternFile() {}

  static List<String> read(String name) {
    for (String prefix : List.of("opt@", "virt@")) {
      if (name.startsWith(prefix)) {
        throw SampleParser.notYet("file prefix", prefix);
      }
    }
    String path = name.startsWith("file@") ? name.substring("file@".length()) : name;
    List<String> values = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(Path.of(path), StandardCharsets.UTF_8)) {
        String value = line.stripLeading();
        if (!value.isEmpty() && !value.startsWith("#")) {
          values.add(value);
        }
      }
    } catch (NoSuchFileException e) {
      throw unreadable(path, "there is no such file");
    } catch (IOException | InvalidPathException e) {
      throw unreadable(path, String.valueOf(e.getMessage()));
    }
    if (values.isEmpty()) {
      throw unreadable(path, "it has no value");
    }
    return values;
  }

  private static Rejection unreadable(String path, String why) {
    return new Rejection(
        ConfigErrorCode.FILE_UNREADABLE, "cannot use the file '" + path + "': " + why + ".");
  }
}
