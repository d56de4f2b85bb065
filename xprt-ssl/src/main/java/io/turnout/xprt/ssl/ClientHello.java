package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.spi.TlsFailure;
import io.turnout.xprt.ssl.engine.TlsException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client says first, as far as it is needed to answer it. */
final class ClientHello {
  private static final int TYPE = 1;
  private static final int HEAD = 4;
  private static final int RANDOM = 32;
  private static final int LONGEST = 16384;

  private static final int SERVER_NAME = 0;
  private static final int SIGNATURE_ALGORITHMS = 13;
  private static final int PROTOCOLS = 16;

  private final byte[] sessionId;
  private final String serverName;
  private final List<String> protocols;
  private final int[] signatures;
  private final boolean takesEcdsa;

  private ClientHello(
      byte[] sessionId,
      boolean takesEcdsa,
      String serverName,
      List<String> protocols,
      int[] signatures) {
    this.sessionId = sessionId;
    this.takesEcdsa = takesEcdsa;
    this.serverName = serverName;
    this.protocols = protocols;
    this.signatures = signatures;
  }

  /**
   * Finds a hello in records.
   *
   * @param from records, of which the first is whole
   * @param place where the first begins, from the head
   * @return null if it is not whole yet
   */
  static @Nullable ClientHello in(Buffer from, int place) throws TlsException {
    ByteBuffer message = message(from, place);
    if (message == null) {
      return null;
    }
    try {
      return read(message);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new TlsException(TlsFailure.PROTOCOL, "client hello is malformed", e);
    }
  }

  /** The session that it would resume, or anything. */
  byte[] sessionId() {
    return sessionId;
  }

  /** Whom it asks for, or "". */
  String serverName() {
    return serverName;
  }

  /** The application protocols that it offers, the one that it likes best first. */
  List<String> protocols() {
    return protocols;
  }

  /** Whether its client verifies signatures by such a key. */
  boolean knowsKey(String keyType) {
    if (keyType.equals("EC") && !takesEcdsa) {
      return false;
    }
    if (signatures.length == 0) {
      // An old client, which says so by its suites alone.
      return !keyType.equals("EdDSA");
    }
    for (int scheme : signatures) {
      if (keyType(scheme).equals(keyType)) {
        return true;
      }
    }
    return false;
  }

  private static String keyType(int scheme) {
    return switch (scheme) {
      case 0x0807, 0x0808 -> "EdDSA";
      case 0x0804, 0x0805, 0x0806 -> "RSA";
      case 0x0809, 0x080a, 0x080b -> "RSASSA-PSS";
      default -> (scheme & 0xff) == 3 ? "EC" : (scheme & 0xff) == 1 ? "RSA" : "";
    };
  }

  /** The message that begins in the first record and may go on in others. */
  private static @Nullable ByteBuffer message(Buffer from, int place) throws TlsException {
    byte[] message = new byte[Math.min(from.length() - place, LONGEST + HEAD)];
    int length = 0;
    int at = place;
    while (at + RecordInput.HEADER <= from.length()) {
      int part = RecordInput.lengthAt(from, at);
      if (from.byteAt(at) != RecordInput.HANDSHAKE || part == 0) {
        throw new TlsException(TlsFailure.PROTOCOL, "no client hello", null);
      }
      int there = Math.min(part, from.length() - at - RecordInput.HEADER);
      int room = message.length - length;
      length += from.copyTo(at + RecordInput.HEADER, message, length, Math.min(there, room));
      if (length >= HEAD) {
        int wanted =
            HEAD + ((message[1] & 0xff) << 16 | (message[2] & 0xff) << 8 | message[3] & 0xff);
        if (message[0] != TYPE) {
          throw new TlsException(TlsFailure.PROTOCOL, "no client hello", null);
        }
        if (wanted > LONGEST + HEAD) {
          throw new TlsException(
              TlsFailure.PROTOCOL,
              "client hello of %d bytes, at most %d".formatted(wanted - HEAD, LONGEST),
              null);
        }
        if (length >= wanted && there == part) {
          return ByteBuffer.wrap(message, HEAD, wanted - HEAD);
        }
      }
      if (there < part) {
        return null;
      }
      at += RecordInput.HEADER + part;
    }
    return null;
  }

  private static ClientHello read(ByteBuffer message) {
    skip(message, 2 + RANDOM);
    byte[] sessionId = bytes(message, message.get() & 0xff);
    boolean takesEcdsa = takesEcdsa(part(message, message.getShort() & 0xffff));
    skip(message, message.get() & 0xff);
    String serverName = "";
    List<String> protocols = List.of();
    int[] signatures = new int[0];
    if (message.hasRemaining()) {
      ByteBuffer extensions = part(message, message.getShort() & 0xffff);
      while (extensions.hasRemaining()) {
        int type = extensions.getShort() & 0xffff;
        ByteBuffer content = part(extensions, extensions.getShort() & 0xffff);
        switch (type) {
          case SERVER_NAME -> serverName = serverName(content);
          case PROTOCOLS -> protocols = protocols(content);
          case SIGNATURE_ALGORITHMS -> signatures = signatures(content);
          default -> {}
        }
      }
    }
    return new ClientHello(sessionId, takesEcdsa, serverName, protocols, signatures);
  }

  /** Whether one of the suites goes with such a key; those of version 1.3 go with any. */
  private static boolean takesEcdsa(ByteBuffer suites) {
    boolean takes = false;
    while (suites.hasRemaining()) {
      int suite = suites.getShort() & 0xffff;
      takes |= suite >>> Byte.SIZE == 0x13;
      takes |=
          switch (suite) {
            case 0xc008, 0xc009, 0xc00a, 0xc023, 0xc024, 0xc02b, 0xc02c -> true;
            case 0xc0ac, 0xc0ad, 0xc0ae, 0xc0af, 0xcca9 -> true;
            default -> false;
          };
    }
    return takes;
  }

  private static String serverName(ByteBuffer content) {
    ByteBuffer names = part(content, content.getShort() & 0xffff);
    while (names.hasRemaining()) {
      int type = names.get();
      byte[] name = bytes(names, names.getShort() & 0xffff);
      if (type == 0) {
        return new String(name, StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  private static List<String> protocols(ByteBuffer content) {
    ByteBuffer names = part(content, content.getShort() & 0xffff);
    List<String> protocols = new ArrayList<>();
    while (names.hasRemaining()) {
      byte[] name = bytes(names, names.get() & 0xff);
      protocols.add(new String(name, StandardCharsets.ISO_8859_1));
    }
    return protocols;
  }

  private static int[] signatures(ByteBuffer content) {
    ByteBuffer schemes = part(content, content.getShort() & 0xffff);
    int[] signatures = new int[schemes.remaining() / 2];
    for (int i = 0; i < signatures.length; i++) {
      signatures[i] = schemes.getShort() & 0xffff;
    }
    return signatures;
  }

  private static ByteBuffer part(ByteBuffer from, int length) {
    ByteBuffer part = from.slice(from.position(), checked(from, length));
    from.position(from.position() + length);
    return part;
  }

  private static byte[] bytes(ByteBuffer from, int length) {
    byte[] bytes = new byte[checked(from, length)];
    from.get(bytes);
    return bytes;
  }

  private static void skip(ByteBuffer from, int length) {
    from.position(from.position() + checked(from, length));
  }

  private static int checked(ByteBuffer from, int length) {
    if (length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    return length;
  }
}
