package io.turnout.xprt.ssl.certificate;

import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads everything that can be shown. */
public final class Inventory {
  private final List<String> warnings;
  private final List<Shown> all = new ArrayList<>();
  private final Map<Path, Identity> read = new HashMap<>();

  private Inventory(List<String> warnings) {
    this.warnings = warnings;
  }

  /**
   * Reads files, folders and lists.
   *
   * @param warnings what was passed over, for people
   * @throws OptionException if a file that is named is bad, or a folder has no good one
   */
  public static List<Shown> read(TlsSettings.Certificates settings, List<String> warnings)
      throws OptionException {
    Inventory inventory = new Inventory(warnings);
    for (Source source : settings.sources()) {
      switch (source) {
        case Source.Pem(Path folder) when Files.isDirectory(folder) -> inventory.addFolder(folder);
        case Source.Pem(Path file) -> inventory.add(file);
        case Source.Listed(Path list) -> inventory.addList(list);
      }
    }
    return inventory.all;
  }

  private void add(Path file) throws OptionException {
    Identity identity = identity(file);
    show(identity, identity.names(), Set.of(), "", List.of());
  }

  private void addFolder(Path folder) throws OptionException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files =
          entries
              .filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .filter(file -> !IdentityFile.standsBeside(file))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new OptionException("'%s': cannot be listed: %s".formatted(folder, e.getMessage()), e);
    }
    int before = all.size();
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      try {
        add(file);
      } catch (OptionException e) {
        problems.add(e.getMessage());
      }
    }
    if (all.size() == before) {
      throw new OptionException(
          "'%s': there is no certificate with its key in this folder. %s"
              .formatted(folder, String.join("; ", problems)));
    }
    problems.forEach(problem -> warnings.add(problem + ". It is left out"));
  }

  private void addList(Path list) throws OptionException {
    for (CertificateList.Line line : CertificateList.read(list)) {
      Identity identity = identity(line.file());
      Set<String> names =
          line.names().isEmpty() ? identity.names() : new LinkedHashSet<>(line.names());
      show(identity, names, Set.copyOf(line.except()), line.place(), line.options());
    }
  }

  private Identity identity(Path file) throws OptionException {
    Identity known = read.get(file);
    if (known == null) {
      known = IdentityFile.read(file, warnings);
      read.put(file, known);
    }
    return known;
  }

  private void show(
      Identity identity,
      Set<String> names,
      Set<String> except,
      String place,
      List<String> options) {
    all.add(new Shown(Integer.toString(all.size()), identity, names, except, place, options));
  }
}
