package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;

/** Alerts that are sent where there is no engine yet, so in clear text. */
final class Alerts {
  static final int UNRECOGNIZED_NAME = 112;

  private static final int FATAL = 2;

  private Alerts() {}

  static void unprotected(int description, RecordOutput output) {
    byte[] record = {RecordInput.ALERT, 3, 3, 0, 2, FATAL, (byte) description};
    Buffer room = output.room();
    room.write(record, 0, record.length);
  }
}
