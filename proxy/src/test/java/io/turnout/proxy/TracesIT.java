package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.trace.TraceSource;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The {@code traces} section at work. */
class TracesIT {
  private static final String LISTEN = "listen l\n  bind 127.0.0.1:1\n";

  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;

  @Test
  void everyLayerTellsOfASession() throws Exception {
    Path file = folder.resolve("traces");
    TestServer server = rig.echo();
    RunningProxy proxy =
        rig.proxy(
            Rig.listen(server)
                + "traces\n  trace all sink file:%s level developer verbosity advanced start now\n"
                    .formatted(file));
    try (Peer client = rig.connectForNow(proxy)) {
      client.send("hello");
      assertThat(client.receive(5)).isEqualTo("hello");
    }
    // The last that a session tells.
    awaitIn(file, "[ctl|conn] close");
    assertThat(Files.readAllLines(file))
        .allMatch(line ->
            line.matches(
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d\\d:\\d\\d"
                    + " turnout-loop-0 (error|user|proto|state|data|developer) \\[.*"))
        .anyMatch(line -> line.contains("user [ctl|conn] accept n="))
        .anyMatch(line -> line.contains("user [conn|conn] installMux pt n="))
        .anyMatch(line -> line.contains("user [conn|conn] close n="))
        .anyMatch(line -> line.contains("user [stream|strm] begin n="))
        .anyMatch(line -> line.contains("state [stream|strm] connect n="))
        .anyMatch(line -> line.contains("user [ctl|conn] connect n="))
        .anyMatch(line -> line.contains("state [stream|strm] established n="))
        .anyMatch(line -> line.contains("data [raw|rx] rcvBuf n=5 : conn "))
        .anyMatch(line -> line.contains("data [pt|rx] rcvBuf n=5 : conn "))
        .anyMatch(line -> line.contains("data [stream|rx] rcvBuf n=5 : conn "))
        .anyMatch(line -> line.contains("data [stream|tx] sndBuf n=5 : conn "))
        .anyMatch(line -> line.contains("user [pt|strm] serve n="))
        .anyMatch(line -> line.contains("developer [loop|rx] poll n="))
        .anyMatch(line -> line.contains("developer [loop|strm] stream.task n="))
        .anyMatch(line -> line.contains("user [stream|strm] end -- n="))
        .anyMatch(line -> line.contains("user [ctl|conn] close n="));
  }

  @Test
  void laterLinesChangeEarlierOnes() throws Exception {
    String file = folder.resolve("traces").toString();
    RunningProxy proxy =
        rig.proxy(
            Rig.listen(rig.echo())
                + """
                traces
                  trace all sink file:%s
                  trace pt start now
                  trace raw start now
                  trace raw pause now
                """
                    .formatted(file));
    assertThat(proxy.proxy().traces().sources().stream().filter(TraceSource::on))
        .extracting(TraceSource::name)
        .containsExactly("pt");
    proxy.close();
    assertThat(proxy.proxy().traces().sources()).noneMatch(TraceSource::on);
    assertThat(Path.of(file)).isEmptyFile();
  }

  @Test
  void unknownSourceIsRefusedWithTheNearest() {
    assertThatThrownBy(
            () -> rig.start(Rig.configuration("", LISTEN + "traces\n trace steam start now\n")))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith(
            "TRN-3010 trace source 'steam' (test.cfg:12): there is no such source. Did you mean"
                + " 'stream'? Available: ctl, stream, ")
        .hasMessageEndingWith(
            ", pt, raw, loop, conn, all. Correct the name, or add its plugin to the image.");
  }

  @Test
  void unknownSourceIsFoundWithoutAStart() {
    ProxyConfig config =
        RunningProxy.parse(Rig.configuration("", LISTEN + "traces\n trace h1 start now\n"));
    assertThat(Proxy.problems(config, ProxyParts.ofSystem()))
        .singleElement()
        .asString()
        .startsWith("TRN-3010 trace source 'h1' (test.cfg:12): ");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    String lines =
        """
        traces
          trace h1 start now
          trace pt sink file:/proc/none/traces start now
        """;
    assertThatThrownBy(() -> rig.start(Rig.configuration("", LISTEN + lines)))
        .isInstanceOfSatisfying(
            StartException.class,
            refused ->
                assertThat(refused.problems())
                    .satisfiesExactly(
                        first -> assertThat(first).startsWith("TRN-3010 "),
                        second ->
                            assertThat(second).startsWith("TRN-4010 ").endsWith(" (test.cfg:13)")));
  }

  private static void awaitIn(Path file, String part) {
    Await.until(() -> "'" + part + "' in:\n" + read(file), () -> read(file).contains(part));
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
