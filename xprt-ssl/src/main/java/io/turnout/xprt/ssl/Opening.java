package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import io.turnout.spi.TlsFailure;
import io.turnout.xprt.ssl.engine.TlsEngine;
import io.turnout.xprt.ssl.engine.TlsException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A handshake, from the first byte to the last. It is forgotten then.
 *
 * <p>One run of it takes what has come, up to some records, answers it, and lets others run: so the
 * loop is kept no longer than one handshake takes, whatever a peer sends.
 */
final class Opening {
  /** What {@link #advance} answers if it may go on, and others run first. */
  static final int AGAIN = -1;

  /** More than a flight of either side has. */
  private static final int RECORDS_PER_RUN = 16;

  private static final String[] METHODS = {
    "GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ", "CONNECT ", "TRACE ", "PATCH ", "PRI "
  };

  private final Serving serving;
  private final Tally tally;
  private final RecordBuffers buffers;
  private @Nullable TlsEngine engine;
  private byte[] clientId = new byte[0];
  private String serverName = "";
  private boolean resumed;
  private boolean answered;
  private boolean verifies;

  Opening(Serving serving, Tally tally, RecordBuffers buffers) {
    this.serving = serving;
    this.tally = tally;
    this.buffers = buffers;
  }

  /** The engine, once there is enough known for one. */
  @Nullable TlsEngine engine() {
    return engine;
  }

  /** Whom the client asked for, or "". */
  String serverName() {
    return serverName;
  }

  /** Whether an earlier session goes on. */
  boolean resumed() {
    return resumed;
  }

  /** Whether what the peer showed was verified. */
  boolean verifies() {
    return verifies;
  }

  /** It failed. */
  void failed(TlsFailure failure) {
    tally.failed(failure);
  }

  /**
   * Goes on as far as it can.
   *
   * @return what it waits for below; 0 if it is over, and went well; {@link #AGAIN}
   */
  int advance(Connection connection, XprtOps below, RecordInput input, RecordOutput output)
      throws TlsException {
    int wait = engine == null ? begin(connection, below, input, output) : 0;
    TlsEngine begun = engine;
    if (wait != 0 || begun == null) {
      return wait;
    }
    boolean blocked = false;
    for (int records = 0; records < RECORDS_PER_RUN; records++) {
      boolean backlog = !output.isEmpty();
      int spoken = speak(begun, output);
      boolean said = output.flush(below, 0);
      // A flight may be longer than the room for it. The peer says nothing before it has all.
      boolean more = begun.wantsOutput() && (backlog || spoken > 0);
      if (!begun.isHandshaking() && !more) {
        tally.agreed(resumed);
        return 0;
      }
      if (begun.isHandshaking() && begun.isPeerDone()) {
        throw new TlsException(TlsFailure.CLOSED);
      }
      if (!said) {
        return WaitEvent.RETRY_SEND;
      }
      if (more) {
        continue;
      }
      if (blocked && spoken == 0) {
        throw TlsException.stuck();
      }
      if (input.next() == 0 && input.fill(below) == 0) {
        return orClosed(connection, below, input);
      }
      blocked = input.next() > 0 && hear(begun, input) == TlsEngine.BLOCKED;
    }
    return AGAIN;
  }

  private int begin(Connection connection, XprtOps below, RecordInput input, RecordOutput output)
      throws TlsException {
    if (connection.any(ConnFlags.WAIT_L4) && serving.isClient()) {
      return WaitEvent.RETRY_SEND;
    }
    if (serving.isClient()) {
      serverName = serving.nameFor(connection);
      engine = serving.greet(serverName);
      verifies = serving.verifies();
      return 0;
    }
    while (true) {
      ClientHello hello = hello(input);
      if (hello != null) {
        answer(hello, output);
        return 0;
      }
      if (!input.isEmpty() && input.held().length() == RecordBuffers.BYTES) {
        throw new TlsException(TlsFailure.PROTOCOL, "client hello in too many records", null);
      }
      if (input.fillHello(below) == 0) {
        return orClosed(connection, below, input);
      }
    }
  }

  private void answer(ClientHello hello, RecordOutput output) throws TlsException {
    serverName = hello.serverName();
    clientId = hello.sessionId();
    try {
      Serving.Answer answer = serving.answer(hello);
      engine = answer.engine();
      verifies = answer.verifies();
    } catch (TlsException e) {
      Alerts.unprotected(Alerts.UNRECOGNIZED_NAME, output);
      throw e;
    }
  }

  private static @Nullable ClientHello hello(RecordInput input) throws TlsException {
    if (input.isEmpty()) {
      return null;
    }
    Buffer held = input.held();
    if (held.byteAt(0) != RecordInput.HANDSHAKE && mayBeHttp(held)) {
      return null;
    }
    return input.next() == 0 ? null : ClientHello.in(held, 0);
  }

  /** Whether too little came to tell; throws if it is enough. */
  private static boolean mayBeHttp(Buffer held) throws TlsException {
    byte[] first = new byte[8];
    String text =
        new String(first, 0, held.copyTo(0, first, 0, first.length), StandardCharsets.ISO_8859_1);
    for (String method : METHODS) {
      if (text.startsWith(method)) {
        throw new TlsException(TlsFailure.HTTP_REQUEST);
      }
      if (method.startsWith(text)) {
        return true;
      }
    }
    return false;
  }

  /** Lets the engine speak. Returns how many bytes it said. */
  private int speak(TlsEngine begun, RecordOutput output) throws TlsException {
    if (!begun.wantsOutput()) {
      return 0;
    }
    Buffer room = output.room();
    int before = room.length();
    try {
      int said = begun.produce(room);
      if (said > 0) {
        look(room, before, serving.isClient());
      }
      return said;
    } finally {
      output.settle();
    }
  }

  /** Lets the engine hear a record. Returns what {@link TlsEngine#open} does. */
  private int hear(TlsEngine begun, RecordInput input) throws TlsException {
    if (serving.isClient()) {
      look(input.held(), 0, false);
    }
    if (Alerts.isEnd(input.held(), input.next())) {
      throw new TlsException(TlsFailure.CLOSED);
    }
    Buffer into = buffers.take();
    try {
      return begun.open(input.held(), input.next(), into);
    } finally {
      buffers.give(into);
      input.settle();
    }
  }

  /** A hello goes by, from which it is seen whether a session is resumed. */
  private void look(Buffer records, int place, boolean fromClient) throws TlsException {
    if (answered) {
      return;
    }
    if (fromClient) {
      if (records.byteAt(place) != RecordInput.HANDSHAKE) {
        // The second hello, for which a server asked, has a record of another kind before it.
        return;
      }
      ClientHello own = ClientHello.in(records, place);
      clientId = own == null ? clientId : own.sessionId();
      return;
    }
    switch (ServerHello.in(records, place, clientId)) {
      case NONE, RETRY -> {}
      case FULL -> answered = true;
      case RESUMED -> {
        answered = true;
        resumed = true;
      }
    }
  }

  private static int orClosed(Connection connection, XprtOps below, RecordInput input)
      throws TlsException {
    if (connection.isReadOverAt(below)) {
      throw new TlsException(input.wasUsed() ? TlsFailure.CLOSED : TlsFailure.CLOSED_AT_ONCE);
    }
    return WaitEvent.RETRY_RECV;
  }
}
