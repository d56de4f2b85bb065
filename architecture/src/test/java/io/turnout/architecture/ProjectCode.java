package io.turnout.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's classes, read once for all rules. */
final class ProjectCode {
  private static final ImportOption NO_DESCRIPTORS =
      location -> !location.contains("module-info.class");

  /** What is shipped. */
  static final JavaClasses MAIN =
      read(ProjectModule.all().stream().map(ProjectModule::classes).filter(Files::exists));

  /** What is shipped and what tests it. */
  static final JavaClasses MAIN_AND_TESTS =
      read(
          Stream.concat(
              ProjectModule.all().stream()
                  .flatMap(module -> Stream.of(module.classes(), module.testClasses()))
                  .filter(Files::exists),
              Stream.of(Path.of("target", "test-classes"))));

  private ProjectCode() {}

  private static JavaClasses read(Stream<Path> places) {
    List<Location> locations = places.map(ProjectCode::location).toList();
    return new ClassFileImporter().withImportOption(NO_DESCRIPTORS).importLocations(locations);
  }

  private static Location location(Path place) {
    return Files.isDirectory(place)
        ? Location.of(place)
        : Location.of(URI.create("jar:" + place.toUri() + "!/"));
  }
}
