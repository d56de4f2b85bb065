package io.turnout.proxy.config.internal;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.ConfigSource;
import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.internal.text.Problems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds and reads the files of a configuration. */
public final class ConfigFiles {
  private static final String SUFFIX = ".cfg";

  private ConfigFiles() {}

  /** The texts of all that can be read; what cannot is a problem. */
  public static List<ConfigSource> read(List<Path> paths, Problems problems) {
    List<ConfigSource> sources = new ArrayList<>();
    if (paths.isEmpty()) {
      problems.alert(ConfigErrorCode.NO_FILES, null, "no configuration file was given.");
    }
    for (Path path : paths) {
      try {
        for (Path file : Files.isDirectory(path) ? inFolder(path, problems) : List.of(path)) {
          sources.add(new ConfigSource(file.toString(), text(Files.readAllBytes(file))));
        }
      } catch (IOException e) {
        problems.alert(
            ConfigErrorCode.FILE_UNREADABLE,
            new SourcePosition(path.toString(), 0),
            "cannot read the file or folder '" + path + "': " + reason(e) + ".");
      }
    }
    return sources;
  }

  private static List<Path> inFolder(Path folder, Problems problems) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries
              .filter(ConfigFiles::isConfiguration)
              .sorted(Comparator.comparing(path -> path.getFileName().toString()))
              .toList();
      if (files.isEmpty()) {
        problems.alert(
            ConfigErrorCode.NO_FILES,
            new SourcePosition(folder.toString(), 0),
            "the folder '" + folder + "' has no file whose name ends in '" + SUFFIX + "'.");
      }
      return files;
    }
  }

  private static boolean isConfiguration(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(SUFFIX) && !name.startsWith(".") && Files.isRegularFile(path);
  }

  /** Files are UTF-8; one that is not is taken byte by byte, since the language has no encoding. */
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
