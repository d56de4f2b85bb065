package io.turnout.xprt.ssl.engine;

import io.turnout.core.buffer.Buffer;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * The JDK's engine. It is twice as fast in the heap as outside, copies included, and wants room for
 * a whole record however small the payload: so it works in arrays that its thread's engines share.
 */
final class JdkEngine extends JsseEngine {
  private static final int ARRAY_BYTES = 20 * 1024;

  /** The longest record that the JDK makes. */
  private static final int RECORD_BYTES = 16_709;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final ThreadLocal<Arrays> ARRAYS = ThreadLocal.withInitial(Arrays::new);

  private final Arrays arrays = ARRAYS.get();

  JdkEngine(SSLEngine engine, boolean forgets) {
    super(engine, forgets);
  }

  private static final class Arrays {
    final byte[] source = new byte[ARRAY_BYTES];
    final byte[] target = new byte[ARRAY_BYTES];
    final ByteBuffer in = ByteBuffer.wrap(source);
    final ByteBuffer out = ByteBuffer.wrap(target);
  }

  @Override
  SSLEngineResult unwrap(Buffer in, int record, Buffer into) throws SSLException {
    ByteBuffer from = arrays.in.clear();
    ByteBuffer to = arrays.out.clear();
    from.limit(in.copyTo(0, arrays.source, 0, record));
    SSLEngineResult result = engine.unwrap(from, to);
    in.removed(result.bytesConsumed());
    into.write(arrays.target, 0, result.bytesProduced());
    return result;
  }

  @Override
  SSLEngineResult wrap(Buffer from, int start, int max, Buffer out) throws SSLException {
    ByteBuffer payload = arrays.in.clear();
    payload.limit(from.copyTo(start, arrays.source, 0, max));
    return wrap(payload, out);
  }

  @Override
  SSLEngineResult wrapNothing(Buffer out) throws SSLException {
    return out.room() < (isInFlight() ? RECORD_BYTES : MAX_OVERHEAD)
        ? new SSLEngineResult(
            SSLEngineResult.Status.BUFFER_OVERFLOW, engine.getHandshakeStatus(), 0, 0)
        : wrap(NOTHING, out);
  }

  @Override
  public void free() {
    // Nothing outside the heap is its own.
  }

  private SSLEngineResult wrap(ByteBuffer payload, Buffer out) throws SSLException {
    ByteBuffer record = arrays.out.clear();
    SSLEngineResult result = engine.wrap(payload, record);
    if (out.write(arrays.target, 0, result.bytesProduced()) < result.bytesProduced()) {
      throw new IllegalStateException("a record did not fit");
    }
    return result;
  }
}
