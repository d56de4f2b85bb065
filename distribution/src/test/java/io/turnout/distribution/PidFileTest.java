package io.turnout.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.proxy.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
  @TempDir Path folder;

  @Test
  void isThereWhileOpen() throws IOException {
    Path path = folder.resolve("run.pid");
    try (PidFile _ = PidFile.write(path, 4711)) {
      assertThat(path).hasContent("4711\n");
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void leavesTheFileOfAnotherProcess() throws IOException {
    Path path = folder.resolve("run.pid");
    try (PidFile _ = PidFile.write(path, 4711)) {
      Files.writeString(path, "4712\n");
    }
    assertThat(path).hasContent("4712\n");
  }

  @Test
  void saysWhyItCannotBeWritten() {
    assertThatThrownBy(() -> PidFile.write(folder.resolve("no/run.pid"), 1))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("TRN-4006 cannot write the process id to")
        .hasMessageContaining("there is no such file or folder");
  }
}
