package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedObject;
import jdk.jfr.consumer.RecordingFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a thread allocated, object by object. Needs {@code -XX:-UseTLAB}: each is an event then. */
final class ObjectLedger {
  private static final String EVENT = "jdk.ObjectAllocationOutsideTLAB";

  /** Events that would allocate for themselves. */
  private static final List<String> OURS =
      List.of("turnout.Stream", "turnout.Connection", "turnout.MuxSwap", "turnout.Trace");

  private record Entry(long count, long bytes) {
    Entry and(Entry other) {
      return new Entry(count + other.count, bytes + other.bytes);
    }
  }

  private final Map<String, Entry> types = new TreeMap<>();
  private long bytes;

  private ObjectLedger() {}

  /** Of a thread, while the work is done by whomever. */
  static ObjectLedger of(long thread, ThrowingCallable work) throws Throwable {
    assertThat(option("UseTLAB")).as("-XX:-UseTLAB, as the build has it").isEqualTo("false");
    ObjectLedger ledger = new ObjectLedger();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Path file = Files.createTempFile("objects", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(EVENT).withoutStackTrace();
      OURS.forEach(recording::disable);
      recording.start();
      long before = threads.getThreadAllocatedBytes(thread);
      work.call();
      ledger.bytes = threads.getThreadAllocatedBytes(thread) - before;
      recording.stop();
      recording.dump(file);
      ledger.read(file, thread);
    } finally {
      Files.delete(file);
    }
    return ledger;
  }

  /**
   * All bytes but those of some types; less by an object if its event came before the first look at
   * all bytes.
   */
  long bytesWithout(String... excluded) {
    long rest = bytes;
    for (String type : excluded) {
      Entry entry = types.get(type);
      rest -= entry == null ? 0 : entry.bytes();
    }
    return rest;
  }

  private void read(Path file, long thread) throws IOException {
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (event.getEventType().getName().equals(EVENT)
            && event.getThread() != null
            && event.getThread().getJavaThreadId() == thread) {
          RecordedObject type = event.getValue("objectClass");
          types.merge(
              type.getString("name"), new Entry(1, event.getLong("allocationSize")), Entry::and);
        }
      }
    }
  }

  private static String option(String name) {
    return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .getVMOption(name)
        .getValue();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(bytes).append(" bytes:");
    types.forEach((type, entry) ->
        text.append("\n  %,d x %s, %,d bytes".formatted(entry.count(), type, entry.bytes())));
    return text.toString();
  }
}
