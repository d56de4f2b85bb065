package io.turnout.core.internal.linux;

/**
 * The system calls, for one thread at a time: errno and addresses land in memory that belongs to
 * this object. An event loop makes one and hands it to all that run on it.
 */
public final class Kernel {
  private final CallState state;
  private final SocketCalls sockets;
  private final FileCalls files;

  /**
   * Makes the calls ready.
   *
   * @throws io.turnout.core.loop.UnsupportedPlatformException if they cannot work here
   */
  public Kernel() {
    Platform.requireSupported();
    state = new CallState();
    sockets = new SocketCalls(state);
    files = new FileCalls(state);
  }

  /** Calls on sockets. */
  public SocketCalls sockets() {
    return sockets;
  }

  /** Calls on any descriptor, on pipes and paths. */
  public FileCalls files() {
    return files;
  }

  /** For those calls that only few need, and which are therefore made when asked for. */
  CallState state() {
    return state;
  }
}
