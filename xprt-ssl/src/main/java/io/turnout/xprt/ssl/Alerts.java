package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;

/** Alerts in clear text: sent where there is no engine yet, and those of a peer that gives up. */
final class Alerts {
  static final int UNRECOGNIZED_NAME = 112;

  private static final int FATAL = 2;
  private static final int CLOSE_NOTIFY = 0;
  private static final int BYTES = 2;

  private Alerts() {}

  /**
   * Whether the record at the head is a peer's end in clear text. One that is protected is longer.
   */
  static boolean isEnd(Buffer held, int record) {
    return record == RecordInput.HEADER + BYTES
        && held.byteAt(0) == RecordInput.ALERT
        && held.byteAt(record - 1) == CLOSE_NOTIFY;
  }

  static void unprotected(int description, RecordOutput output) {
    byte[] record = {RecordInput.ALERT, 3, 3, 0, 2, FATAL, (byte) description};
    Buffer room = output.room();
    room.write(record, 0, record.length);
  }
}
