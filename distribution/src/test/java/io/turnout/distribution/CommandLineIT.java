package io.turnout.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program answers when it does not stay. */
class CommandLineIT {
  @TempDir Path folder;

  @Test
  void tellsItsVersion() throws Exception {
    try (Launched program = Launched.start("-v")) {
      assertThat(program.exitCode()).isZero();
      assertThat(program.output()).startsWith("Turnout version ");
      assertThat(program.errors()).isEmpty();
    }
  }

  @Test
  void tellsWhatItIsMadeOf() throws Exception {
    try (Launched program = Launched.start("-vv", "-de")) {
      assertThat(program.exitCode()).isZero();
      assertThat(program.output())
          .containsPattern("epoll +switched off")
          .containsPattern("poll +available, used")
          .containsPattern("pt +sides=front,back +from turnout-mux-pt-.*\\.jar")
          .containsPattern("raw +from turnout-xprt-raw-.*\\.jar");
    }
  }

  @Test
  void acceptsItsOwnExample() throws Exception {
    Path example = Image.BUILT.home().resolve(Path.of("etc", "turnout.cfg"));
    try (Launched program = Launched.start("-c", "-dW", "-f", example)) {
      assertThat(program.exitCode()).isZero();
      assertThat(program.errors()).isEqualTo("Configuration file is valid");
    }
  }

  @Test
  void tellsEveryProblemOfAConfigurationAtOnce() throws Exception {
    Path config = Files.writeString(folder.resolve("bad.cfg"), "listen a\n bnid :1\n mode htp\n");
    try (Launched program = Launched.start("-f", config)) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.errors())
          .contains("[ALERT]    (" + program.pid() + ") : config : parsing [" + config + ":2]")
          .contains("Did you mean 'bind'?")
          .contains("parsing [" + config + ":3]")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void namesAMissingFile() throws Exception {
    try (Launched program = Launched.start("-c", "-f", folder.resolve("none.cfg"))) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.errors()).contains("TRN-1001").doesNotContain("\tat ");
    }
  }

  @Test
  void checksThatMuxesAreThere() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("mux.cfg"),
            """
            defaults
              mode tcp
              timeout connect 1s
              timeout client 1s
              timeout server 1s
            listen a
              bind 127.0.0.1:1 proto h9
              server s 127.0.0.1:9
            """);
    try (Launched program = Launched.start("-c", "-f", config)) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.errors())
          .contains("TRN-3006 mux 'h9' (bind, " + config + ":7)", "Available: none, pt");
    }
  }

  @Test
  void refusesAConfigurationThatListensNowhere() throws Exception {
    Path config = Files.writeString(folder.resolve("deaf.cfg"), "backend a\n disabled\n");
    try (Launched program = Launched.start("-c", "-f", config)) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.errors()).contains("TRN-2217").doesNotContain("is valid");
    }
  }

  @Test
  void refusesAnUnknownOptionWithTheUsage() throws Exception {
    try (Launched program = Launched.start("-dWx")) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.errors())
          .startsWith("turnout: unknown option '-dWx'.")
          .contains("Usage: turnout");
    }
  }

  @Test
  void refusesWarningsIfAskedTo() throws Exception {
    Path config = manyConnections();
    try (Launched lenient = Launched.start("-c", "-f", config);
        Launched strict = Launched.start("-c", "-dW", "-f", config)) {
      assertThat(lenient.exitCode()).isZero();
      assertThat(lenient.errors()).contains("[WARNING]").contains("TRN-4005");
      assertThat(strict.exitCode()).isEqualTo(1);
      assertThat(strict.errors()).contains("TRN-2212");
    }
  }

  @Test
  void hidesWarningsIfQuiet() throws Exception {
    try (Launched program = Launched.start("-c", "-q", "-f", manyConnections())) {
      assertThat(program.exitCode()).isZero();
      assertThat(program.errors()).isEmpty();
    }
  }

  @Test
  void countsConnectionsOfTheCommandLineNotOfTheFile() throws Exception {
    try (Launched program = Launched.start("-c", "-n", "50", "-f", manyConnections())) {
      assertThat(program.exitCode()).isZero();
      assertThat(program.errors()).doesNotContain("TRN-4005");
    }
  }

  @Test
  void changesFolderFirst() throws Exception {
    TestConfig.write(folder, TestConfig.freePort(), 9);
    try (Launched program = Launched.start("-C", folder, "-c", "-f", "test.cfg")) {
      assertThat(program.exitCode()).as(program::errors).isZero();
    }
  }

  @Test
  void saysWhichAddressIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path config = TestConfig.write(folder, taken.getLocalPort(), 9);
      try (Launched program = Launched.start("-f", config)) {
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.errors())
            .contains("[ALERT]    (" + program.pid() + ") : TRN-4001 cannot listen on 127.0.0.1:")
            .contains("EADDRINUSE")
            .doesNotContain("\tat ");
      }
    }
  }

  @Test
  void saysThatNoPollerIsLeft() throws Exception {
    Path config = TestConfig.write(folder, TestConfig.freePort(), 9);
    try (Launched program = Launched.start("-de", "-dp", "-f", config)) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.errors()).contains("TRN-4003").doesNotContain("\tat ");
    }
  }

  private Path manyConnections() throws IOException {
    return TestConfig.write(folder, TestConfig.freePort(), 9, "maxconn 2000000000");
  }
}
