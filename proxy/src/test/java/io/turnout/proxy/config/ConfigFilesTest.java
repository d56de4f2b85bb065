package io.turnout.proxy.config;

import static io.turnout.proxy.config.ConfigText.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
  @TempDir Path folder;

  private static ParseResult load(Path... paths) {
    return ConfigLoader.load(List.of(paths), Map.of(), host -> List.of());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void readsFilesInTheGivenOrder() throws IOException {
    Path second = write("b.cfg", "global\n maxconn 1\n");
    Path first = write("a.cfg", "global\n maxconn 2\n");
    ProxyConfig config = Objects.requireNonNull(load(second, first).config());
    assertThat(config.global().maxConnections()).isEqualTo(2);
  }

  @Test
  void readsTheConfigurationFilesOfAFolderByName() throws IOException {
    write("20.cfg", "global\n node twenty\n");
    write("10.cfg", "global\n node ten\n maxconn 10\n");
    write("30.conf", "nonsense");
    write(".hidden.cfg", "nonsense");
    Files.createDirectory(folder.resolve("sub.cfg"));
    ProxyConfig config = Objects.requireNonNull(load(folder).config());
    assertThat(config.global().node()).isEqualTo("twenty");
    assertThat(config.global().maxConnections()).isEqualTo(10);
  }

  @Test
  void reportsUnreadableFileAndReadsTheOthers() throws IOException {
    Path bad = write("bad.cfg", "global\n maxconn x\n");
    ParseResult result = load(folder.resolve("nosuch.cfg"), bad);
    assertThat(lines(result)).containsExactly("ALERT FILE_UNREADABLE 0", "ALERT BAD_NUMBER 2");
    assertThat(result.problems().getFirst().message()).contains("there is no such file");
  }

  @Test
  void reportsAFolderWithoutFilesAndNoFiles() {
    assertThat(lines(load(folder))).containsExactly("ALERT NO_FILES 0");
    assertThat(lines(load())).containsExactly("ALERT NO_FILES -");
  }

  @Test
  void readsFilesThatAreNotUtf8() throws IOException {
    Path file = folder.resolve("latin.cfg");
    Files.write(file, "global # caf\u00e9\n maxconn 3\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Objects.requireNonNull(load(file).config()).global().maxConnections()).isEqualTo(3);
  }
}
