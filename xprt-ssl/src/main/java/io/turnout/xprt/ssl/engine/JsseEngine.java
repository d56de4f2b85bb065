package io.turnout.xprt.ssl.engine;

import io.turnout.core.buffer.Buffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What engines of the JDK's interface have in common. They differ in the memory that they like. */
abstract class JsseEngine implements TlsEngine {
  /** As much of a flight an engine holds, Conscrypt's 17 KiB: it makes the rest if asked again. */
  private static final int LONG_FLIGHT = 16 * 1024;

  /** As many calls of an engine go without a byte, at most; it is stuck then. */
  private static final int MAX_IDLE_CALLS = 16;

  final SSLEngine engine;
  private final boolean forgets;
  private boolean handshaking = true;
  private boolean wantsOutput;
  private boolean ended;

  /** The last flight of the handshake is not made as a whole. */
  private boolean inFlight = true;

  /** Bytes that were made since the peer was heard last. */
  private int flightBytes;

  private TlsSession session = TlsSession.NONE;

  /**
   * Stands before its handshake.
   *
   * @param forgets whether what it agrees on is not kept, for another connection to resume
   */
  JsseEngine(SSLEngine engine, boolean forgets) {
    this.engine = engine;
    this.forgets = forgets;
    wantsOutput = engine.getUseClientMode();
  }

  /** {@link SSLEngine#unwrap} of one record; takes out of {@code in} what it consumed. */
  abstract SSLEngineResult unwrap(Buffer in, int record, Buffer into) throws SSLException;

  /** {@link SSLEngine#wrap} of one record. */
  abstract SSLEngineResult wrap(Buffer from, int start, int max, Buffer out) throws SSLException;

  /** {@link SSLEngine#wrap} of nothing. */
  abstract SSLEngineResult wrapNothing(Buffer out) throws SSLException;

  @Override
  public final boolean isHandshaking() {
    return handshaking;
  }

  @Override
  public final boolean wantsOutput() {
    return wantsOutput;
  }

  @Override
  public final int produce(Buffer out) throws TlsException {
    int before = out.length();
    try {
      int idle = 0;
      while ((wantsOutput || idle == 0 && isLong()) && idle < MAX_IDLE_CALLS) {
        SSLEngineResult result = wrapNothing(out);
        flightBytes += result.bytesProduced();
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
          wantsOutput = true;
          return out.length() - before;
        }
        settle(result);
        if (ended) {
          // What is left when nothing comes out is nothing.
          wantsOutput = result.bytesProduced() > 0;
        }
        idle = result.bytesProduced() == 0 ? idle + 1 : 0;
      }
    } catch (SSLException e) {
      wantsOutput = engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
      throw Failures.of(e);
    } catch (RuntimeException e) {
      wantsOutput = false;
      throw Failures.of(e);
    }
    return out.length() - before;
  }

  private boolean isLong() {
    return inFlight && flightBytes >= LONG_FLIGHT;
  }

  /** Whether what it says of its own may be as long as a record: short words follow later. */
  final boolean isInFlight() {
    return inFlight;
  }

  @Override
  public final int open(Buffer in, int record, Buffer into) throws TlsException {
    flightBytes = 0;
    try {
      for (int calls = 0; calls < MAX_IDLE_CALLS; calls++) {
        SSLEngineResult result = unwrap(in, record, into);
        settle(result);
        if (result.bytesConsumed() > 0) {
          return result.bytesProduced();
        }
        if (result.getStatus() == Status.CLOSED) {
          in.removed(record);
          return 0;
        }
        if (wantsOutput) {
          return BLOCKED;
        }
      }
    } catch (SSLException e) {
      wantsOutput = true;
      throw Failures.of(e);
    } catch (RuntimeException e) {
      throw Failures.of(e);
    }
    throw TlsException.stuck();
  }

  @Override
  public final int seal(Buffer from, int start, int max, Buffer out) throws TlsException {
    try {
      for (int calls = 0; calls < MAX_IDLE_CALLS; calls++) {
        SSLEngineResult result = wrap(from, start, max, out);
        wantsOutput = result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
        if (result.bytesConsumed() > 0) {
          return result.bytesConsumed();
        }
        // Something of the engine's own went first, unless it is closed.
        if (result.getStatus() != Status.OK) {
          return 0;
        }
      }
    } catch (SSLException | RuntimeException e) {
      throw Failures.of(e);
    }
    throw TlsException.stuck();
  }

  @Override
  public final boolean isPeerDone() {
    return engine.isInboundDone();
  }

  @Override
  public final void end() {
    if (!ended) {
      ended = true;
      engine.closeOutbound();
      wantsOutput = true;
    }
  }

  @Override
  public final TlsSession session() {
    return session;
  }

  /** Does what the engine leaves to do, and looks where it stands. */
  private void settle(SSLEngineResult result) {
    HandshakeStatus status = result.getHandshakeStatus();
    if (status == HandshakeStatus.NEED_TASK) {
      // Here and now: a handshake costs its own time and no more, and needs no other thread's.
      for (Runnable task = engine.getDelegatedTask();
          task != null;
          task = engine.getDelegatedTask()) {
        task.run();
      }
      status = engine.getHandshakeStatus();
    } else if (status == HandshakeStatus.FINISHED) {
      status = engine.getHandshakeStatus();
      agreed();
    }
    wantsOutput = status == HandshakeStatus.NEED_WRAP;
    if (handshaking && status == HandshakeStatus.NOT_HANDSHAKING) {
      agreed();
    }
    inFlight = inFlight && (handshaking || wantsOutput);
  }

  private void agreed() {
    if (!handshaking) {
      return;
    }
    SSLSession agreed = engine.getSession();
    if (engine.isInboundDone() || engine.isOutboundDone() || isNone(agreed)) {
      // Over, and nothing agreed on: so the JDK's engine stands where a peer ends in the middle.
      return;
    }
    handshaking = false;
    String protocol = engine.getApplicationProtocol();
    session =
        new TlsSession(
            agreed.getProtocol(),
            agreed.getCipherSuite(),
            protocol == null ? "" : protocol,
            peerMayShow() ? peerOf(agreed) : null,
            first(agreed.getLocalCertificates()));
    if (forgets) {
      agreed.invalidate();
    }
  }

  /** Whether nothing was agreed on. */
  private static boolean isNone(SSLSession session) {
    return session.getProtocol().equals("NONE");
  }

  /** Who was not asked has shown nothing, and asking for that costs an exception. */
  private boolean peerMayShow() {
    return engine.getUseClientMode() || engine.getWantClientAuth() || engine.getNeedClientAuth();
  }

  private static @Nullable X509Certificate peerOf(SSLSession agreed) {
    try {
      return first(agreed.getPeerCertificates());
    } catch (SSLPeerUnverifiedException _) {
      return null;
    }
  }

  private static @Nullable X509Certificate first(Certificate @Nullable [] chain) {
    return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate certificate
        ? certificate
        : null;
  }
}
