package io.turnout.proxy.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps the lines that it is sent, or refuses them. */
final class RecordingSender implements DatagramSender {
  final List<String> lines = new ArrayList<>();
  boolean refuses;

  @Override
  public boolean trySend(ByteBuffer line) {
    if (!refuses) {
      lines.add(StandardCharsets.UTF_8.decode(line).toString());
    }
    return !refuses;
  }

  @Override
  public void close() {}
}
