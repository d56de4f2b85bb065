package io.turnout.core.conn;

import io.turnout.core.address.Address;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.Traceable;
import org.jspecify.annotations.Nullable;

/**
 * The control layer of one connection: its socket. Nothing else touches the descriptor.
 *
 * <p>Methods that move bytes make one attempt, one system call at most, and none when it is known
 * to be vain. They return how many bytes moved, 0 for no progress; an end of stream or an error is
 * told to the connection ({@link Connection#readEnd()}, {@link Connection#fail}).
 *
 * <p><b>Thread:</b> the connection's loop.
 *
 * @implSpec rules CTL-01 to CTL-04, CONN-03, XPRT-03, XPRT-04, SUB-01 to SUB-04
 */
public interface CtlOps extends Traceable {
  /** More bytes follow at once, so the system may wait and fill its segments. */
  int MORE = 1;

  /** The kind of socket as dumps show it: {@code tcpv4}, {@code tcpv6}, {@code unix_stream}. */
  String name();

  /**
   * Reads into memory.
   *
   * @param address where to
   * @param length how much fits, 1 at least
   * @return bytes read, 0 for none
   */
  int recv(long address, int length);

  /**
   * Reads into memory, and leaves what it read where it is. Says nothing of what stands behind.
   *
   * @param address where to
   * @param length how much fits, 1 at least
   * @return bytes there, 0 for none
   */
  int peek(long address, int length);

  /**
   * Writes from memory.
   *
   * @param address where from
   * @param length how much, 1 at least
   * @param flags 0 or {@link #MORE}
   * @return bytes taken, 0 for none
   */
  int send(long address, int length, int flags);

  /**
   * Reads into a pipe.
   *
   * @return bytes that entered the pipe, 0 for none (the pipe may be full); -1 if this socket
   *     cannot be spliced
   */
  int recvPipe(Pipe into, int max);

  /** Writes what a pipe holds. Returns bytes that left the pipe. */
  int sendPipe(Pipe from);

  /** Whether another {@link #recv} may find bytes or the end; false once one came up short. */
  boolean mayRecv();

  /**
   * Whether the socket has failed behind the bytes that it still has, which a {@link #recv} that
   * finds none tells. A transport hands up what it has got before it looks further: those bytes may
   * be a peer's orderly end, which the failure must not overtake.
   */
  default boolean isFailing() {
    return false;
  }

  /** Whether another {@link #send} may succeed; false once one was refused. */
  boolean maySend();

  /** Asks to be woken when an attempt may succeed; at once, and unrecorded, if it may now. */
  void subscribe(int events, WaitEvent waiter);

  /** Takes a subscription back. */
  void unsubscribe(int events, WaitEvent waiter);

  /** Sends the end of stream; what was sent before it arrives first. */
  void shutWrite();

  /** Makes {@link #close()} reset the connection instead of ending it in order. */
  void resetOnClose();

  /**
   * The peer has ended, as the connection was told: {@link #close()} resets nothing any more, since
   * that could destroy what is still on its way to the peer.
   */
  default void orderlyClose() {}

  /**
   * Reads and drops what is there, within bounds.
   *
   * @return true if the read side is over
   */
  boolean drain();

  /** Closes the socket and wakes a subscriber. Once; nothing else may be called afterwards. */
  void close();

  /** How many bytes were received so far, dropped ones apart; -1 if they are not counted. */
  default long bytesReceived() {
    return -1;
  }

  /** How many bytes were sent so far; -1 if they are not counted. */
  default long bytesSent() {
    return -1;
  }

  /** The peer's address, or null if it has none. */
  @Nullable Address remoteAddress();

  /** Our own address, or null if it is not known. Asks the system: not for hot paths. */
  @Nullable Address localAddress();
}
