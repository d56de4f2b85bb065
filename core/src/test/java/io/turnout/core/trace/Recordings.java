package io.turnout.core.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Flight recordings of what a test does. */
public final class Recordings {
  private Recordings() {}

  /** The events of one name that happen while the work is done. */
  @SuppressWarnings("exports") // for tests of this module
  public static List<RecordedEvent> during(String name, Runnable work) throws IOException {
    Path file = Files.createTempFile("turnout", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(name);
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().equals(name))
          .toList();
    } finally {
      Files.delete(file);
    }
  }
}
