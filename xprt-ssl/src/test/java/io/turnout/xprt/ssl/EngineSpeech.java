package io.turnout.xprt.ssl;

import io.turnout.tck.sim.PeerSpeech;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** TLS as the JDK's engine speaks it, with nothing of this module. */
final class EngineSpeech implements PeerSpeech {
  private static final byte[] NOTHING = {};
  private static final int RECORD_BYTES = 20 * 1024;

  private final SSLEngine engine;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private byte[] toSay = NOTHING;
  private byte[] fromWire = NOTHING;
  private boolean ending;
  private boolean ended;

  EngineSpeech(SSLContext context, boolean client, String version) {
    engine = context.createSSLEngine();
    engine.setUseClientMode(client);
    engine.setEnabledProtocols(new String[] {version});
  }

  @Override
  public byte[] begin() {
    try {
      engine.beginHandshake();
    } catch (SSLException e) {
      throw new AssertionError(e);
    }
    return goOn();
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
    fromWire = both(fromWire, wire);
    return goOn();
  }

  @Override
  public byte[] heard() {
    byte[] all = heard.toByteArray();
    heard.reset();
    return all;
  }

  @Override
  public boolean hasSaidAll() {
    return toSay.length == 0 && ending == ended;
  }

  /** Opens and makes records until there is nothing to do. Returns what it made. */
  private byte[] goOn() {
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    try {
      boolean moves = true;
      while (moves) {
        runTasks();
        moves = wantsToSay() && make(made) || fromWire.length > 0 && open();
      }
    } catch (SSLException e) {
      throw new AssertionError("the peer refuses what came", e);
    }
    return made.toByteArray();
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private boolean wantsToSay() {
    HandshakeStatus status = engine.getHandshakeStatus();
    if (status == HandshakeStatus.NOT_HANDSHAKING && toSay.length == 0 && ending && !ended) {
      ended = true;
      engine.closeOutbound();
      return true;
    }
    return status == HandshakeStatus.NEED_WRAP
        || status == HandshakeStatus.NOT_HANDSHAKING && toSay.length > 0;
  }

  private boolean make(ByteArrayOutputStream made) throws SSLException {
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
    SSLEngineResult result = engine.wrap(ByteBuffer.wrap(toSay), record);
    toSay = Arrays.copyOfRange(toSay, result.bytesConsumed(), toSay.length);
    made.write(record.array(), 0, result.bytesProduced());
    return result.bytesProduced() > 0;
  }

  private boolean open() throws SSLException {
    ByteBuffer payload = ByteBuffer.allocate(RECORD_BYTES);
    SSLEngineResult result = engine.unwrap(ByteBuffer.wrap(fromWire), payload);
    fromWire = Arrays.copyOfRange(fromWire, result.bytesConsumed(), fromWire.length);
    heard.write(payload.array(), 0, result.bytesProduced());
    return result.bytesConsumed() > 0 || result.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
  }

  static byte[] both(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
