package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProxyProcess;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Connections and streams in recordings, and a Java runtime that cannot record. */
class FlightRecorderIT {
  private static final String WITHOUT_RECORDER =
      "JDK_JAVA_OPTIONS=--limit-modules=java.base,java.logging,java.xml,jdk.unsupported,jdk.net,java.management";

  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;

  @Test
  void recordingShowsASession() throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy =
        rig.proxy(
            Rig.listen(server)
                + "traces\n  trace pt level user verbosity clean sink jfr start now\n");
    // What was loaded before a recording starts must tell all the same.
    exchange(proxy.port());
    Path file = folder.resolve("session.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("turnout.Connection");
      recording.enable("turnout.Stream");
      recording.enable("turnout.Trace");
      recording.start();
      exchange(proxy.port());
      proxy.sum(loop -> 0);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);

    RecordedEvent front = connection(events, "front");
    assertThat(front.getString("peer")).startsWith("127.0.0.1:");
    assertThat(front.getString("socket")).isEqualTo("tcpv4");
    assertThat(front.getString("transport")).isEqualTo("RAW");
    assertThat(front.getString("mux")).isEqualTo("pt");
    assertThat(front.getLong("bytesReceived")).isEqualTo(5);
    assertThat(front.getLong("bytesSent")).isEqualTo(5);
    assertThat(front.getString("termination")).isEqualTo("NONE");
    RecordedEvent back = connection(events, "back");
    assertThat(back.getString("target")).isEqualTo("s1");
    assertThat(back.getString("peer")).isEqualTo("127.0.0.1:" + server.port());
    RecordedEvent stream = only(events, "turnout.Stream");
    assertThat(stream.getString("frontend")).isEqualTo("front");
    assertThat(stream.getString("backend")).isEqualTo("front");
    assertThat(stream.getString("server")).isEqualTo("s1");
    assertThat(stream.getString("client")).isEqualTo(front.getString("peer"));
    assertThat(stream.getLong("bytesFromClient")).isEqualTo(5);
    assertThat(stream.getLong("bytesToClient")).isEqualTo(5);
    assertThat(stream.getString("termination")).isEqualTo("--");
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals("turnout.Trace"))
        .extracting(event -> event.getString("text"))
        .anyMatch(text -> text.startsWith("[pt|strm] serve n="))
        .anyMatch(text -> text.startsWith("[pt|conn] destroy n="));
  }

  @Test
  void proxyRunsWhereThereIsNoRecorder() throws Exception {
    String text = Rig.configuration("", Rig.listen(rig.echo()));
    Path configuration = ProxyProcess.configuration(folder, text);
    try (ProxyProcess process = new ProxyProcess(configuration, "env", WITHOUT_RECORDER)) {
      exchange(process.port());
    }
  }

  private void exchange(int port) throws Exception {
    try (Peer client = rig.connect(port)) {
      client.send("hello");
      client.halfClose();
      assertThat(client.receiveAll()).isEqualTo("hello");
    }
  }

  private static RecordedEvent connection(List<RecordedEvent> events, String side) {
    return only(
        events.stream()
            .filter(event -> event.getEventType().getName().equals("turnout.Connection"))
            .filter(event -> event.getString("side").equals(side))
            .toList(),
        "turnout.Connection");
  }

  private static RecordedEvent only(List<RecordedEvent> events, String name) {
    List<RecordedEvent> found =
        events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
    assertThat(found).as(name).hasSize(1);
    return found.getFirst();
  }
}
