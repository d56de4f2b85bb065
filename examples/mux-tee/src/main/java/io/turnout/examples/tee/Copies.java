package io.turnout.examples.tee;

import io.turnout.core.address.Address;
import io.turnout.core.address.Addresses;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The copies of both directions of one connection. */
final class Copies {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);

  private final Connection connection;
  private final CopyFile received;
  private final CopyFile sent;
  private boolean failureTold;

  Copies(Connection connection, Copier copier) {
    this.connection = connection;
    String name = nameOf(connection, copier.nextNumber());
    received = new CopyFile(copier, name + "-received.bin");
    sent = new CopyFile(copier, name + "-sent.bin");
  }

  /** The last so many bytes of a buffer were received. */
  void received(Buffer into, int count) {
    byte[] bytes = new byte[count];
    into.copyTo(into.length() - count, bytes, 0, count);
    add(received, bytes, count);
  }

  /** Bytes were sent; the array is theirs from now on, and may be longer. */
  void sent(byte[] bytes, int count) {
    add(sent, bytes, count);
  }

  /** How many bytes are missing. */
  long dropped() {
    return received.dropped() + sent.dropped();
  }

  void close() {
    close(received);
    close(sent);
  }

  private void add(CopyFile to, byte[] bytes, int count) {
    if (count > 0) {
      to.add(bytes, count);
      tellFailure(to);
    }
  }

  private void close(CopyFile file) {
    file.close();
    tellFailure(file);
  }

  /** Traffic goes on whatever becomes of its copy; the log hears of it once. */
  private void tellFailure(CopyFile file) {
    RuntimeException failure = failureTold ? null : file.failure();
    if (failure != null) {
      failureTold = true;
      connection.loop().faults().report("tee", "its connection goes on without a copy", failure);
    }
  }

  /** Says since when, which one, on which side, and whose. */
  private static String nameOf(Connection connection, long number) {
    boolean back = connection.any(ConnFlags.BACK);
    Address peer = back ? connection.destination() : connection.source();
    String whom = peer == null ? "unknown" : Addresses.text(peer);
    return "tee-%s-%d-%s-%s"
        .formatted(
            TIME.format(Instant.ofEpochMilli(connection.loop().clock().epochMillis())),
            number,
            back ? "server" : "client",
            whom.replaceAll("[^\\[\\]0-9A-Za-z.:@-]", "_"));
  }
}
