package io.turnout.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image: its JDK, its cache, its plugins. */
class ImageIT {
  private static final Map<String, String> TELL_FLAGS =
      Map.of("TURNOUT_JAVA_OPTS", "-XX:+PrintCommandLineFlags");

  @TempDir Path folder;

  @Test
  void theCacheFitsTheImage() throws Exception {
    Map<String, String> strict = Map.of("TURNOUT_JAVA_OPTS", "-XX:AOTMode=on");
    try (Launched program = Launched.start(Image.BUILT, strict, "-v")) {
      assertThat(program.exitCode()).as(program::errors).isZero();
    }
  }

  @Test
  void theCacheIsNotUsedOnceAJarHasChanged() throws Exception {
    Image image = Image.BUILT.copyTo(folder.resolve("image"));
    try (Launched before = Launched.start(image, TELL_FLAGS, "-v")) {
      assertThat(before.exitCode()).isZero();
      assertThat(before.output()).contains("-XX:AOTCache=");
    }
    URI jar = URI.create("jar:" + image.jar("turnout-mux-pt").toUri());
    try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
      Files.writeString(files.getPath("added"), "a change");
    }
    try (Launched after = Launched.start(image, TELL_FLAGS, "-v")) {
      assertThat(after.exitCode()).isZero();
      assertThat(after.output()).contains("Turnout version").doesNotContain("-XX:AOTCache=");
    }
  }

  @Test
  void aBrokenPluginIsLeftOutWithAWarning() throws Exception {
    Image image = Image.BUILT.copyTo(folder.resolve("image"));
    Path plugin = image.home().resolve(Path.of("plugins", "broken.jar"));
    try (OutputStream out = Files.newOutputStream(plugin);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry("META-INF/services/io.turnout.spi.MuxProvider"));
      jar.write("no.such.Mux\n".getBytes());
    }
    Path config = TestConfig.write(folder, TestConfig.freePort(), 9);
    try (Launched report = Launched.start(image, Map.of(), "-vv");
        Launched check = Launched.start(image, Map.of(), "-c", "-f", config);
        Launched program = Launched.start(image, Map.of(), "-V", "-f", config)) {
      assertThat(report.exitCode()).isZero();
      assertThat(report.output()).contains("Left out:").contains("no.such.Mux");
      assertThat(check.exitCode()).isZero();
      assertThat(check.errors()).contains("[WARNING]").contains("TRN-3001");
      program.awaitListening().signal("TERM");
      assertThat(program.exitCode()).isZero();
    }
  }

  @Test
  void saysWhichJdksItFoundIfNoneWillDo() throws Exception {
    Image image = Image.BUILT.copyTo(folder.resolve("image"));
    Path jdks = Files.createDirectory(folder.resolve("jdks"));
    replace(image.launcher(), "/usr/lib/jvm", jdks.toString());
    Map<String, String> environment =
        Map.of("JAVA_HOME", oldJdk("jdk-17").toString(), "PATH", pathWithoutJava().toString());
    try (Launched program = Launched.start(image, environment, "-v")) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.errors())
          .hasLineCount(1)
          .contains("needs Java 25 or newer")
          .contains("JAVA_HOME: 17.0.15 in")
          .contains("Install one");
    }
  }

  @Test
  void takesTheNewestJdkOfTheSystemIfJavaHomeIsTooOld() throws Exception {
    Image image = Image.BUILT.copyTo(folder.resolve("image"));
    Path jdks = Files.createDirectory(folder.resolve("jdks"));
    replace(image.launcher(), "/usr/lib/jvm", jdks.toString());
    Files.createSymbolicLink(jdks.resolve("a-jdk"), Path.of(System.getProperty("java.home")));
    oldJdk("jdks/z-jdk");
    Map<String, String> environment =
        Map.of("JAVA_HOME", oldJdk("jdk-17").toString(), "PATH", pathWithoutJava().toString());
    try (Launched program = Launched.start(image, environment, "-v")) {
      assertThat(program.exitCode()).as(program::errors).isZero();
    }
  }

  private Path oldJdk(String name) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    Path java = Files.writeString(home.resolve(Path.of("bin", "java")), "#!/bin/sh\nexit 9\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  private Path pathWithoutJava() throws IOException {
    Path path = Files.createDirectory(folder.resolve("path"));
    for (String tool : List.of("bash", "readlink", "cksum")) {
      Path found = Path.of("/usr/bin", tool);
      Files.createSymbolicLink(
          path.resolve(tool), Files.exists(found) ? found : Path.of("/bin", tool));
    }
    return path;
  }

  private static void replace(Path file, String old, String replacement) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, replacement));
  }
}
