package io.turnout.xprt.handshake.starttls;

import io.turnout.xprt.handshake.wire.Turn;

/** One side of a dialogue of lines. */
interface LineScript {
  /** The first turn. */
  Turn begin();

  /** The peer sent a line. */
  Turn hear(Line line);
}
