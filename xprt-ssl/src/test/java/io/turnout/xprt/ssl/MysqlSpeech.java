package io.turnout.xprt.ssl;

import static io.turnout.xprt.ssl.EngineSpeech.both;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.tck.sim.PeerSpeech;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A MySQL client or server, which turns to TLS or has none: greeting, login, answer, then the data.
 * The server lets the client in, whereafter the data are any bytes, or asks for more and more, so
 * that they are in packets with numbers. It complains of each that is not as it must be.
 */
final class MysqlSpeech implements PeerSpeech {
  private static final byte[] NOTHING = {};
  private static final int HEAD = 4;
  private static final int MOST_BYTES = 700;

  /** The type of a packet by which a server asks for more. */
  private static final char MORE = 1;

  /** The number of those with data; 0 would begin anew. */
  private static final int NUMBER = 5;

  private static final String TERMS = "\0\0\0\1\u0021" + "\0".repeat(19) + "\u001d\0\0\0";

  private enum Phase {
    GREETING,
    REQUEST,
    LOGIN,
    ANSWER,
    DATA
  }

  private final boolean client;
  private final boolean letsIn;
  private final @Nullable PeerSpeech tls;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private Phase phase;
  private boolean secured;
  private boolean ending;
  private byte[] toSay = NOTHING;
  private byte[] toHear = NOTHING;

  /**
   * Nothing is said yet.
   *
   * @param letsIn whether the server lets the client in
   * @param tls what it turns to; null if it has none
   */
  MysqlSpeech(boolean client, boolean letsIn, @Nullable PeerSpeech tls) {
    this.client = client;
    this.letsIn = letsIn;
    this.tls = tls;
    this.phase = client ? Phase.GREETING : tls == null ? Phase.LOGIN : Phase.REQUEST;
  }

  @Override
  public byte[] begin() {
    return client ? NOTHING : greeting();
  }

  @Override
  public byte[] say(byte[] payload) {
    toSay = both(toSay, payload);
    return goOn();
  }

  @Override
  public byte[] end() {
    ending = true;
    return goOn();
  }

  @Override
  public byte[] hear(byte[] wire) {
    PeerSpeech over = tls;
    if (over == null || !secured) {
      return listen(wire);
    }
    byte[] answer = over.hear(wire);
    return both(answer, listen(over.heard()));
  }

  @Override
  public byte[] heard() {
    byte[] all = heard.toByteArray();
    heard.reset();
    return all;
  }

  @Override
  public boolean hasSaidAll() {
    return phase == Phase.DATA && (tls == null || tls.hasSaidAll());
  }

  /** Says what could not be said before. */
  private byte[] goOn() {
    if (phase != Phase.DATA) {
      return NOTHING;
    }
    byte[] said = sealed(letsIn ? toSay : packets(toSay));
    toSay = NOTHING;
    PeerSpeech over = tls;
    if (ending && over != null) {
      ending = false;
      said = both(said, over.end());
    }
    return said;
  }

  private byte[] sealed(byte[] bytes) {
    PeerSpeech over = tls;
    return over == null || !secured || bytes.length == 0 ? bytes : over.say(bytes);
  }

  /** Takes in what came, as far as it is whole. Returns what it answers. */
  private byte[] listen(byte[] bytes) {
    toHear = both(toHear, bytes);
    byte[] answer = NOTHING;
    while (phase == Phase.DATA && letsIn ? toHear.length > 0 : isWhole()) {
      answer = both(answer, take());
    }
    return answer;
  }

  private boolean isWhole() {
    return toHear.length >= HEAD && toHear.length >= size();
  }

  private int size() {
    return HEAD + (toHear[0] & 0xff | (toHear[1] & 0xff) << 8 | (toHear[2] & 0xff) << 16);
  }

  private byte[] take() {
    int size = phase == Phase.DATA && letsIn ? toHear.length : size();
    byte[] packet = Arrays.copyOf(toHear, size);
    toHear = Arrays.copyOfRange(toHear, size, toHear.length);
    return switch (phase) {
      case GREETING -> {
        expect(greeting(), packet);
        byte[] request = tls == null ? NOTHING : both(request(), turn());
        phase = Phase.ANSWER;
        yield both(request, sealed(login()));
      }
      case REQUEST -> {
        expect(request(), packet);
        phase = Phase.LOGIN;
        byte[] turned = turn();
        byte[] rest = toHear;
        toHear = NOTHING;
        yield both(turned, hear(rest));
      }
      case LOGIN -> {
        expect(login(), packet);
        phase = Phase.DATA;
        yield both(sealed(answer()), goOn());
      }
      case ANSWER -> {
        expect(answer(), packet);
        phase = Phase.DATA;
        yield goOn();
      }
      case DATA -> {
        if (!letsIn) {
          expect(packet(NUMBER, MORE + text(packet).substring(HEAD + 1)), packet);
        }
        heard.write(packet, letsIn ? 0 : HEAD + 1, packet.length - (letsIn ? 0 : HEAD + 1));
        yield NOTHING;
      }
    };
  }

  private byte[] turn() {
    PeerSpeech over = tls;
    secured = true;
    return over == null ? NOTHING : over.begin();
  }

  private void expect(byte[] packet, byte[] found) {
    if (!Arrays.equals(packet, found)) {
      throw new AssertionError(
          "a MySQL %s hears '%s', not '%s'"
              .formatted(client ? "client" : "server", text(found), text(packet)));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  /** One or more, each with a type in front. */
  private byte[] packets(byte[] payload) {
    byte[] all = NOTHING;
    for (int at = 0; at < payload.length; at += MOST_BYTES) {
      byte[] part = Arrays.copyOfRange(payload, at, Math.min(payload.length, at + MOST_BYTES));
      all = both(all, packet(NUMBER, MORE + text(part)));
    }
    return all;
  }

  private byte[] greeting() {
    return greeting(tls != null);
  }

  /** What a server says first. */
  static byte[] greeting(boolean tls) {
    return bytes(
        0,
        "\n8.4.1\0"
            + "\1\0\0\0"
            + "12345678\0"
            + capabilities(tls)
            + "\u0021\0\0\0\0\u0015"
            + "\0".repeat(10)
            + "123456789012\0"
            + "x\0");
  }

  /** A client asks for TLS. */
  static byte[] request() {
    return bytes(1, capabilities(true) + "\u000f\0" + TERMS);
  }

  private byte[] login() {
    return packet(1, capabilities(tls != null) + "\u000f\0" + TERMS + "user\0\u0004auth");
  }

  private static String capabilities(boolean tls) {
    return "\0" + (tls ? "\u008a" : "\u0082");
  }

  private byte[] answer() {
    return packet(2, letsIn ? "\0\0\0\2\0\0\0" : MORE + "more");
  }

  /** A packet behind the request for TLS, which counts. */
  private byte[] packet(int number, String payload) {
    return bytes(tls == null ? number : number + 1, payload);
  }

  static byte[] bytes(int number, String payload) {
    String head = "" + (char) (payload.length() & 0xff) + (char) (payload.length() >>> 8) + '\0';
    return (head + (char) number + payload).getBytes(ISO_8859_1);
  }
}
