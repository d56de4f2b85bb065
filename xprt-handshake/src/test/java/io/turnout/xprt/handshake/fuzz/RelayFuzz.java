package io.turnout.xprt.handshake.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.xprt.handshake.starttls.StartTlsProvider;
import io.turnout.xprt.handshake.testing.FakeWire;
import io.turnout.xprt.handshake.testing.Relayed;
import io.turnout.xprt.handshake.testing.Stack;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes as what a client and a server say with a relay between, in turn: each turn begins with
 * its length. In whatever pieces they pass, the outcome is the same.
 */
final class RelayFuzz {
  private static final int WAYS = 3;
  private static final EventLoop CLIENTS = Stack.newLoop();
  private static final EventLoop SERVERS = Stack.newLoop();

  private RelayFuzz() {}

  /** How many combinations there are. */
  static int count() {
    return WAYS * WAYS - 1;
  }

  /** Both said at once and in pieces, from the third byte on. */
  static void run(int combination, byte[] input) {
    byte[] turns = Arrays.copyOfRange(input, 2, input.length);
    Outcome whole = outcome(combination + 1, turns, Integer.MAX_VALUE);
    Outcome pieces = outcome(combination + 1, turns, 1 + (input[1] & 0xff));
    if (!whole.agreesWith(pieces)) {
      throw new IllegalStateException(whole + " at once, but in pieces " + pieces);
    }
  }

  private static Outcome outcome(int ways, byte[] turns, int piece) {
    Relayed relayed =
        Relayed.on(
            CLIENTS,
            SERVERS,
            FakeWire::peekable,
            factory(Side.FRONT, ways % WAYS),
            factory(Side.BACK, ways / WAYS));
    relayed.client().inPiecesOf(piece);
    relayed.server().inPiecesOf(piece);
    boolean server = true;
    for (int at = 0; at < turns.length && !failed(relayed); ) {
      int end = Math.min(turns.length, at + 1 + (turns[at] & 0xff));
      Relayed.Side side = server ? relayed.server() : relayed.client();
      side.says(new String(turns, at + 1, end - at - 1, ISO_8859_1));
      relayed.settle();
      agree(relayed.client());
      agree(relayed.server());
      relayed.settle();
      server = !server;
      at = end;
    }
    Outcome outcome =
        new Outcome(failed(relayed), relayed.client().heard(), relayed.server().heard());
    relayed.close();
    return outcome;
  }

  /** The stream ends with the first failure. */
  private static boolean failed(Relayed relayed) {
    return failed(relayed.client()) | failed(relayed.server());
  }

  private static boolean failed(Relayed.Side side) {
    ConnError error = side.connection().error();
    if (error == ConnError.PLUGIN) {
      throw new IllegalStateException("threw");
    }
    return error != ConnError.NONE;
  }

  /** With a failure, how much was heard before it depends on the pieces. */
  private record Outcome(boolean failed, String client, String server) {
    boolean agreesWith(Outcome other) {
      return failed == other.failed
          && (failed
              ? isPart(client, other.client) && isPart(server, other.server)
              : equals(other));
    }

    private static boolean isPart(String one, String other) {
      return one.startsWith(other) || other.startsWith(one);
    }
  }

  private static void agree(Relayed.Side side) {
    if (side.turned() && side.connection().error() == ConnError.NONE) {
      side.agrees();
    }
  }

  private static @Nullable HandshakeFactory factory(Side side, int way) {
    if (way == 0) {
      return null;
    }
    try {
      Map<String, String> options =
          way == 1 ? Map.of("proto", "mysql") : Map.of("proto", "mysql", "optional", "");
      return new StartTlsProvider().newFactory(side, options, new Traces());
    } catch (OptionException e) {
      throw new IllegalStateException(e);
    }
  }
}
