package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.spi.TlsFailure;
import io.turnout.xprt.ssl.certificate.Shown;
import io.turnout.xprt.ssl.engine.Terms;
import io.turnout.xprt.ssl.engine.TlsEngine;
import io.turnout.xprt.ssl.engine.TlsEngineFactory;
import io.turnout.xprt.ssl.engine.TlsEngines;
import io.turnout.xprt.ssl.engine.TlsException;
import io.turnout.xprt.ssl.engine.TlsSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records without protection, of an engine that answers each before it opens it. */
final class FakeEngine implements TlsEngine {
  private static final int ANSWER_BYTES = 1000;

  private final boolean silent;
  private boolean answersEach = true;
  private boolean answersLater;
  private boolean handshaking;
  private boolean owes = true;
  private boolean wantsOutput;
  private boolean refusesAll;
  private int answers;
  private int owed;
  private int freed;

  /**
   * Agrees at once.
   *
   * @param silent whether it never says what it has to say
   */
  FakeEngine(boolean silent) {
    this.silent = silent;
  }

  /** Agrees at once, and opens every record as it comes. */
  static FakeEngine thatAnswersNothing() {
    FakeEngine engine = new FakeEngine(true);
    engine.answersEach = false;
    engine.owes = false;
    return engine;
  }

  /** Agrees at once, opens every record as it comes, and owes an answer to each. */
  static FakeEngine thatAnswersLater() {
    FakeEngine engine = new FakeEngine(false);
    engine.answersLater = true;
    engine.answersEach = false;
    engine.owes = false;
    return engine;
  }

  /** Agrees at once, and takes no record for a good one. */
  static FakeEngine thatRefusesRecords() {
    FakeEngine engine = thatAnswersNothing();
    engine.refusesAll = true;
    return engine;
  }

  /** Would have to say something in the handshake, and never does. */
  static FakeEngine neverReady() {
    FakeEngine engine = new FakeEngine(true);
    engine.handshaking = true;
    return engine;
  }

  /** Makes this one, for one client. */
  TlsEngines engines() {
    TlsEngineFactory factory =
        new TlsEngineFactory() {
          @Override
          public TlsEngine accept(Shown shown, String protocol) {
            throw new AssertionError("it is a client's");
          }

          @Override
          public TlsEngine connect(@Nullable String serverName) {
            return FakeEngine.this;
          }
        };
    return new TlsEngines() {
      @Override
      public String name() {
        return "fake";
      }

      @Override
      public TlsEngineFactory newFactory(Terms terms, List<String> warnings) {
        return factory;
      }
    };
  }

  /** How often it said what it had to say. */
  int answers() {
    return answers;
  }

  /** How many answers it keeps, as there was no room to say them. */
  int owed() {
    return owed;
  }

  /** How often it was freed. */
  int freed() {
    return freed;
  }

  static byte[] record(byte[] payload) {
    byte[] record = new byte[RecordInput.HEADER + payload.length];
    record[0] = RecordInput.PAYLOAD;
    record[1] = 3;
    record[2] = 3;
    record[3] = (byte) (payload.length >> Byte.SIZE);
    record[4] = (byte) payload.length;
    System.arraycopy(payload, 0, record, RecordInput.HEADER, payload.length);
    return record;
  }

  @Override
  public boolean isHandshaking() {
    return handshaking;
  }

  @Override
  public boolean wantsOutput() {
    return wantsOutput;
  }

  @Override
  public int produce(Buffer out) {
    if (silent || out.contiguousRoom() < RecordInput.HEADER + ANSWER_BYTES) {
      return 0;
    }
    owed = Math.max(0, owed - 1);
    wantsOutput = owed > 0;
    owes = false;
    answers++;
    return out.write(record(new byte[ANSWER_BYTES]), 0, RecordInput.HEADER + ANSWER_BYTES);
  }

  @Override
  public int open(Buffer in, int record, Buffer into) throws TlsException {
    if (refusesAll) {
      throw new TlsException(TlsFailure.PROTOCOL);
    }
    if (owes) {
      wantsOutput = true;
      return BLOCKED;
    }
    owes = answersEach;
    if (answersLater) {
      owed++;
      wantsOutput = true;
    }
    byte[] opened = new byte[record];
    in.copyTo(0, opened, 0, record);
    in.removed(record);
    return into.write(opened, RecordInput.HEADER, record - RecordInput.HEADER);
  }

  @Override
  public boolean isPeerDone() {
    return false;
  }

  @Override
  public int seal(Buffer from, int start, int max, Buffer out) {
    byte[] payload = new byte[max];
    from.copyTo(start, payload, 0, max);
    out.write(record(payload), 0, RecordInput.HEADER + max);
    return max;
  }

  @Override
  public void end() {
    // It has no end of its own.
  }

  @Override
  public TlsSession session() {
    return new TlsSession("TLSv1.3", "NULL", "", null, null);
  }

  @Override
  public void free() {
    freed++;
  }
}
