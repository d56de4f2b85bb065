package io.turnout.core.net;

import io.turnout.core.conn.ConnError;
import io.turnout.core.internal.linux.Errno;

/** What the system's error numbers mean for a connection. */
final class SocketErrors {
  private SocketErrors() {}

  static ConnError of(int errno) {
    return switch (errno) {
      case Errno.ECONNREFUSED -> ConnError.EREFUSED;
      case Errno.ECONNRESET -> ConnError.ERESET;
      case Errno.ENETUNREACH, Errno.EHOSTUNREACH, Errno.ENETDOWN, Errno.EHOSTDOWN ->
          ConnError.EUNREACH;
      case Errno.ETIMEDOUT -> ConnError.ETIMEDOUT;
      case Errno.EPIPE -> ConnError.EPIPE;
      case Errno.ENOMEM -> ConnError.ENOMEM;
      case Errno.ENOBUFS -> ConnError.ENOBUFS;
      default -> ConnError.SOCK_ERR;
    };
  }

  /** For {@code socket} and what prepares it. */
  static ConnError ofOpening(int errno) {
    return switch (errno) {
      case Errno.EMFILE -> ConnError.PROC_FDLIM;
      case Errno.ENFILE -> ConnError.SYS_FDLIM;
      case Errno.ENOMEM, Errno.ENOBUFS -> ConnError.SYS_MEMLIM;
      case Errno.EAFNOSUPPORT, Errno.EPROTONOSUPPORT -> ConnError.NOPROTO;
      default -> of(errno);
    };
  }

  /** For {@code connect}. */
  static ConnError ofConnecting(int errno) {
    return switch (errno) {
      case Errno.EAGAIN, Errno.EADDRNOTAVAIL -> ConnError.FREE_PORTS;
      case Errno.EADDRINUSE -> ConnError.ADDR_INUSE;
      default -> of(errno);
    };
  }
}
