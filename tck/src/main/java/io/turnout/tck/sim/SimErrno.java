package io.turnout.tck.sim;

import io.turnout.core.conn.ConnError;

/** Linux's error numbers, as far as the simulated calls answer them. */
final class SimErrno {
  static final int EAGAIN = 11;
  static final int EMFILE = 24;
  static final int EPIPE = 32;
  static final int EADDRNOTAVAIL = 99;
  static final int ECONNRESET = 104;
  static final int ETIMEDOUT = 110;
  static final int ECONNREFUSED = 111;
  static final int EHOSTUNREACH = 113;

  private SimErrno() {}

  static ConnError meaning(int errno) {
    return switch (errno) {
      case EMFILE -> ConnError.PROC_FDLIM;
      case EPIPE -> ConnError.EPIPE;
      case EADDRNOTAVAIL -> ConnError.FREE_PORTS;
      case ECONNRESET -> ConnError.ERESET;
      case ETIMEDOUT -> ConnError.ETIMEDOUT;
      case ECONNREFUSED -> ConnError.EREFUSED;
      case EHOSTUNREACH -> ConnError.EUNREACH;
      default -> ConnError.SOCK_ERR;
    };
  }
}
