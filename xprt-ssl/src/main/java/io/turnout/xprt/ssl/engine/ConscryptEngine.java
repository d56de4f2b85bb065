package io.turnout.xprt.ssl.engine;

import io.turnout.core.buffer.Buffer;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * Conscrypt's engine, which works outside the heap. Each holds two descriptors and memory of its
 * own until it is freed.
 */
final class ConscryptEngine extends JsseEngine {
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);
  private static final ThreadLocal<ByteBuffer> TRASH =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(20 * 1024));

  /** Wraps until it has nothing more to say, at most. */
  private static final int LAST_WORDS = 8;

  ConscryptEngine(SSLEngine engine, boolean forgets) {
    super(engine, forgets);
  }

  @Override
  SSLEngineResult unwrap(Buffer in, int record, Buffer into) throws SSLException {
    SSLEngineResult result =
        engine.unwrap(in.dataView(0, record), into.roomView(Integer.MAX_VALUE));
    in.removed(result.bytesConsumed());
    into.added(result.bytesProduced());
    return result;
  }

  @Override
  SSLEngineResult wrap(Buffer from, int start, int max, Buffer out) throws SSLException {
    SSLEngineResult result =
        engine.wrap(from.dataView(start, max), out.roomView(Integer.MAX_VALUE));
    out.added(result.bytesProduced());
    return result;
  }

  @Override
  SSLEngineResult wrapNothing(Buffer out) throws SSLException {
    SSLEngineResult result = engine.wrap(NOTHING, out.roomView(Integer.MAX_VALUE));
    out.added(result.bytesProduced());
    return result;
  }

  /**
   * In this order only it gives its memory and its descriptors back now, and not when the collector
   * comes: ConscryptEngineTest.givesItsDescriptorsBackAtOnce.
   */
  @Override
  public void free() {
    ByteBuffer trash = TRASH.get();
    try {
      engine.closeOutbound();
      for (int i = 0; i < LAST_WORDS; i++) {
        if (engine.wrap(NOTHING, trash.clear()).bytesProduced() == 0) {
          break;
        }
      }
    } catch (SSLException _) {
      // It failed before, and is closed by that.
    }
    try {
      engine.closeInbound();
    } catch (SSLException _) {
      // The peer did not say that it ends, which is known.
    }
  }
}
