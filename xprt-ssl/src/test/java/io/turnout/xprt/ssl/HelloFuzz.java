package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.tck.FuzzShares;
import io.turnout.xprt.ssl.engine.TlsException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes as what a client or a server says first: the first byte chooses what they are taken
 * for, the second one where they are cut. However they are cut, they are read in the same way.
 */
public final class HelloFuzz {
  /** A client's hello without its header, a client's records, a server's records. */
  static final int COUNT = 3;

  private static final Buffer RECORDS = new Buffer(Arena.ofAuto().allocate(RecordBuffers.BYTES));
  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA");

  private static final FuzzShares SHARES = new FuzzShares(COUNT);

  private HelloFuzz() {}

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length >= 2) {
      SHARES.run((input[0] & 0xff) % COUNT, () -> read(input));
    }
  }

  /** What Jazzer calls at the end. */
  public static void fuzzerTearDown() {
    System.err.println(SHARES);
  }

  static void read(byte[] input) {
    byte[] said = Arrays.copyOfRange(input, 2, input.length);
    int cut = 1 + (input[1] & 0xff);
    switch ((input[0] & 0xff) % COUNT) {
      case 0 -> hello(said, cut);
      case 1 -> records(said, cut);
      default -> answer(said, cut);
    }
  }

  /** One record or many of them carry the same. */
  private static void hello(byte[] content, int recordBytes) {
    byte[] message = message(content);
    byte[] many = records(message, recordBytes, 0);
    if (many.length <= RecordBuffers.BYTES) {
      String one = read(records(message, message.length, 0), 0);
      expect(one, read(many, 0));
      expect(one, read(records(message, recordBytes, 3), 3));
      if (one.isEmpty()) {
        throw new IllegalStateException("a whole hello is waited for");
      }
    }
  }

  /** What is told of some of them holds when more have come. */
  private static void records(byte[] said, int cut) {
    if (said.length <= RecordBuffers.BYTES) {
      String some = read(Arrays.copyOf(said, Math.min(cut, said.length)), 0);
      String all = read(said, 0);
      if (!some.isEmpty()) {
        expect(some, all);
      }
    }
  }

  private static void answer(byte[] said, int idBytes) {
    if (said.length <= RecordBuffers.BYTES) {
      fill(said);
      byte[] id = Arrays.copyOf(said, Math.min(idBytes, Math.min(said.length, 32)));
      ServerHello.in(RECORDS, 0, id);
      ServerHello.in(RECORDS, Math.min(idBytes, said.length), id);
    }
  }

  /** What a hello says, or what is wrong with it; "" if it is not whole. */
  private static String read(byte[] records, int place) {
    fill(records);
    try {
      return shown(ClientHello.in(RECORDS, place));
    } catch (TlsException e) {
      return e.failure() + " " + e.detail();
    }
  }

  private static String shown(@Nullable ClientHello hello) {
    if (hello == null) {
      return "";
    }
    Stream<Boolean> keys = KEY_TYPES.stream().map(hello::knowsKey);
    return Arrays.toString(hello.sessionId())
        + hello.serverName()
        + hello.protocols()
        + keys.toList();
  }

  private static void fill(byte[] bytes) {
    RECORDS.clear();
    RECORDS.write(bytes, 0, bytes.length);
  }

  private static byte[] message(byte[] content) {
    ByteBuffer message = ByteBuffer.allocate(4 + content.length);
    message.putInt(1 << 24 | content.length).put(content);
    return message.array();
  }

  private static byte[] records(byte[] message, int recordBytes, int place) {
    int count = Math.ceilDiv(message.length, recordBytes);
    ByteBuffer records = ByteBuffer.allocate(place + count * RecordInput.HEADER + message.length);
    records.position(place);
    for (int at = 0; at < message.length; at += recordBytes) {
      int part = Math.min(recordBytes, message.length - at);
      records.put((byte) RecordInput.HANDSHAKE).putShort((short) 0x0301).putShort((short) part);
      records.put(message, at, part);
    }
    return records.array();
  }

  private static void expect(String first, String then) {
    if (!first.equals(then)) {
      throw new IllegalStateException("once '" + first + "', once '" + then + "'");
    }
  }
}
