package io.turnout.core.conn;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.trace.Traceable;
import org.jspecify.annotations.Nullable;

/**
 * The multiplexer of one connection: makes streams of its bytes, and bytes of its streams.
 *
 * <pre>
 *   create ──init──▶ serving ──detach──▶ orphan ──attach──▶ serving
 *                       │                   │
 *                       └──────destroy──────┴──▶ gone
 * </pre>
 *
 * <p><b>Thread:</b> the connection's loop. No method blocks.
 *
 * @implSpec rules MUX-01 to MUX-14
 */
public interface MuxOps extends Traceable {
  /** The name that dumps show. */
  String name();

  /**
   * Takes the connection, which points to this mux already.
   *
   * @param stream the conn stream to serve; null on an accepted connection, whose mux asks the
   *     session for streams
   * @param session the session of an accepted connection; null for an outgoing one
   * @param input bytes read before, or null; this mux's if it returns true
   * @return false if it cannot; nothing is changed then
   */
  boolean init(@Nullable ConnStream stream, @Nullable Session session, @Nullable Buffer input);

  /**
   * The connection's state changed: ready, shut or failed.
   *
   * @return false if this call ended the connection: touch nothing of it then
   */
  boolean wake();

  /** One more stream on an outgoing connection. */
  void attach(ConnStream stream, @Nullable Session session);

  /** A stream leaves; the mux keeps the connection or destroys it. */
  void detach(ConnStream stream);

  /** How many streams are attached. */
  int usedStreams();

  /** How many more could be attached now. */
  int availStreams();

  /**
   * Answers a question.
   *
   * @return the answer, as {@link MuxQuery} tells; -1 for a question that it does not know
   */
  long ctl(MuxQuery query);

  /**
   * Gives up all that is this mux's, and closes the connection if it still points to this mux.
   *
   * <p>Nothing uses the mux afterwards.
   */
  void destroy();
}
