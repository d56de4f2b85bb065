package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** TLS where Conscrypt has no library: in a JVM of its own, for a processor that it knows not. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FallbackTest {
  /** This JVM's class path and module path, all as a class path. */
  private static String classPath() {
    return Stream.of(
            Certificates.file("").getParent().toString(),
            System.getProperty("java.class.path"),
            System.getProperty("jdk.module.path"))
        .filter(Objects::nonNull)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<String> printed(String... options) throws Exception {
    Process process =
        new ProcessBuilder(
                Stream.of(
                        Stream.of(ProcessHandle.current().info().command().orElseThrow()),
                        Arrays.stream(options),
                        Stream.of(
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            classPath(),
                            FallbackRun.class.getName()))
                    .flatMap(words -> words)
                    .toList())
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void isDoneByTheJdkWithAWarning() throws Exception {
    List<String> lines = printed("-Dos.arch=riscv64");
    assertThat(lines.stream().filter(line -> line.contains(" WARN ")))
        .singleElement()
        .asString()
        .contains("SslProvider")
        .contains("engine conscrypt: its library cannot be loaded: ")
        .endsWith(". TLS is done by the JDK, with fewer handshakes a second");
    assertThat(lines)
        .contains("engine of the server: jdk", "engine of the client: jdk", "heard: hello")
        .anyMatch(line -> line.startsWith("asked for: engine conscrypt: its library cannot be"));
  }

  @Test
  void isDoneByConscryptWithoutAWordWhereItCanBe() throws Exception {
    assertThat(printed())
        .noneMatch(line -> line.contains(" WARN "))
        .contains(
            "engine of the server: conscrypt",
            "engine of the client: conscrypt",
            "heard: hello",
            "asked for: conscrypt");
  }
}
