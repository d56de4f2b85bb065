package io.turnout.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One module of the project as the class path brings it.
 *
 * @param name its folder in the repository, with '-' for '/': {@code examples-mux-line}
 * @param classes a jar, or a folder of classes that may not exist while the module is empty
 */
record ProjectModule(String name, Path classes) {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Path REPOSITORY = HERE.getParent();
  private static final Pattern JAR = Pattern.compile("turnout-([a-z-]+)-\\d.*\\.jar");

  static List<ProjectModule> all() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .flatMap(entry -> of(entry).stream())
        .toList();
  }

  static ProjectModule named(String name) {
    return all().stream().filter(module -> module.name().equals(name)).findAny().orElseThrow();
  }

  private static Optional<ProjectModule> of(Path entry) {
    Matcher jar = JAR.matcher(entry.getFileName().toString());
    if (jar.matches()) {
      return Optional.of(new ProjectModule(jar.group(1), entry));
    }
    if (entry.startsWith(REPOSITORY)
        && !entry.startsWith(HERE)
        && entry.endsWith(Path.of("target", "classes"))) {
      Path folder = REPOSITORY.relativize(entry.getParent().getParent());
      return Optional.of(new ProjectModule(folder.toString().replace('/', '-'), entry));
    }
    return Optional.empty();
  }

  boolean exists() {
    return Files.exists(classes);
  }

  Path sources() {
    return folder().resolve(Path.of("src", "main", "java"));
  }

  Path testClasses() {
    return folder().resolve(Path.of("target", "test-classes"));
  }

  private Path folder() {
    return REPOSITORY.resolve(name.replaceFirst("^examples-", "examples/"));
  }

  /** What {@code module-info.class} says; empty if the module has none. */
  Optional<ModuleDescriptor> descriptor() {
    return reference().map(ModuleReference::descriptor).filter(found -> !found.isAutomatic());
  }

  /** The lines of a text file in the module, without comments and blank ones. */
  List<String> lines(String file) throws IOException {
    try (var reader = reference().orElseThrow().open()) {
      var content = reader.open(file);
      if (content.isEmpty()) {
        return List.of();
      }
      try (var in = content.orElseThrow()) {
        return new String(in.readAllBytes(), UTF_8)
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
      }
    }
  }

  /** The names of all files in the module. */
  List<String> files() throws IOException {
    try (var reader = reference().orElseThrow().open();
        var files = reader.list()) {
      return files.toList();
    }
  }

  private Optional<ModuleReference> reference() {
    return ModuleFinder.of(classes).findAll().stream().findAny();
  }
}
