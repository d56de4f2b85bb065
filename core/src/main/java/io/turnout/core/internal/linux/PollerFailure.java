package io.turnout.core.internal.linux;

/** Says that the system refused what a poller cannot be without. */
final class PollerFailure {
  private PollerFailure() {}

  static int require(String poller, String call, int answer) {
    if (answer < 0) {
      throw of(poller, call, -answer);
    }
    return answer;
  }

  static IllegalStateException of(String poller, String call, int errno) {
    String advice =
        switch (errno) {
          case Errno.EMFILE, Errno.ENFILE -> "; raise the limit of open files (ulimit -n)";
          case Errno.EPERM -> "; a regular file cannot be watched, give a socket or a pipe";
          case Errno.EBADF -> "; the descriptor was closed before it was removed or added";
          default -> "";
        };
    return new IllegalStateException(
        "poller '"
            + poller
            + "': "
            + call
            + " answered "
            + Errno.name(errno)
            + " ("
            + Errno.message(errno)
            + ")"
            + advice);
  }
}
