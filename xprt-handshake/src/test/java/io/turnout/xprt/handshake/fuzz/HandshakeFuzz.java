package io.turnout.xprt.handshake.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.tck.FuzzShares;
import io.turnout.xprt.handshake.netscaler.AcceptCipProvider;
import io.turnout.xprt.handshake.proxy.AcceptProxyProvider;
import io.turnout.xprt.handshake.socks.Socks4Provider;
import io.turnout.xprt.handshake.socks.Socks5Provider;
import io.turnout.xprt.handshake.starttls.GreetingProvider;
import io.turnout.xprt.handshake.starttls.HelloProvider;
import io.turnout.xprt.handshake.starttls.StartTlsProvider;
import io.turnout.xprt.handshake.testing.Stack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Any bytes as what a peer says: the first byte chooses the dialogue, the second one the size of
 * the pieces in which the others arrive. However they are cut, the outcome is the same; nothing
 * throws, nothing is lost, nothing stays lent.
 */
public final class HandshakeFuzz {
  private static final List<HandshakeFactory> DIALOGUES = dialogues();
  private static final EventLoop LOOP = Stack.newLoop();

  private static final FuzzShares SHARES = new FuzzShares(count());

  private HandshakeFuzz() {}

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length >= 2) {
      SHARES.run((input[0] & 0xff) % count(), () -> say(input));
    }
  }

  /** What Jazzer calls at the end. */
  public static void fuzzerTearDown() {
    System.err.println(SHARES);
  }

  static void say(byte[] input) {
    int chosen = (input[0] & 0xff) % count();
    if (chosen >= DIALOGUES.size()) {
      RelayFuzz.run(chosen - DIALOGUES.size(), input);
      return;
    }
    HandshakeFactory dialogue = DIALOGUES.get(chosen);
    byte[] said = Arrays.copyOfRange(input, 2, input.length);
    Outcome whole = outcome(dialogue, said, Math.max(1, said.length));
    Outcome pieces = outcome(dialogue, said, 1 + (input[1] & 0xff));
    if (!agree(whole, pieces)) {
      throw new IllegalStateException(whole + " at once, but in pieces " + pieces);
    }
  }

  /** How many dialogues there are, and ways to relay. */
  static int count() {
    return DIALOGUES.size() + RelayFuzz.count();
  }

  private static Outcome outcome(HandshakeFactory dialogue, byte[] said, int piece) {
    Stack stack = Stack.on(LOOP, dialogue);
    stack.connection.speaksFor(null, new Ip4Address(1, 1));
    stack.settle();
    for (int at = 0; at < said.length; at += piece) {
      stack.arrive(Arrays.copyOfRange(said, at, Math.min(said.length, at + piece)));
    }
    ConnError error = stack.connection.error();
    boolean waits = stack.connection.any(ConnFlags.HANDSHAKE) && error == ConnError.NONE;
    byte[] left = waits || error != ConnError.NONE ? new byte[0] : leftOf(stack);
    XprtOps top = stack.connection.xprt();
    boolean last = top != null && top.name().equals("MUTED");
    stack.wire.end();
    stack.settle();
    if (error == ConnError.PLUGIN || waits && stack.connection.error() == ConnError.NONE) {
      throw new IllegalStateException(waits ? "sleeps for ever" : "threw");
    }
    if (!endsWith(said, left) && !(last && contains(said, left))) {
      throw new IllegalStateException("received other bytes than were sent");
    }
    stack.close();
    return new Outcome(error, waits, left.length);
  }

  /** What was given back first, then what was never taken. */
  private static byte[] leftOf(Stack stack) {
    byte[] first = stack.received();
    stack.settle();
    byte[] more = stack.received();
    byte[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  /** Behind a request to cancel nothing passes. */
  private static boolean contains(byte[] said, byte[] left) {
    return new String(said, ISO_8859_1).contains(new String(left, ISO_8859_1));
  }

  /** A greeting may be passed on without its offer of TLS. */
  private static boolean endsWith(byte[] said, byte[] left) {
    return left.length <= said.length
        && (Arrays.equals(said, said.length - left.length, said.length, left, 0, left.length)
            || new String(left, ISO_8859_1).contains("OK"));
  }

  /** Bytes that come behind the answer, not with it, are no injection but a bad TLS hello. */
  private static boolean agree(Outcome whole, Outcome pieces) {
    return whole.equals(pieces)
        || whole.error == ConnError.INJECTION && pieces.error == ConnError.NONE;
  }

  private record Outcome(ConnError error, boolean waits, int left) {}

  private static List<HandshakeFactory> dialogues() {
    List<HandshakeFactory> made = new ArrayList<>();
    add(made, new AcceptProxyProvider(), Side.FRONT, Map.of());
    add(made, new AcceptCipProvider(), Side.FRONT, Map.of("magic", "1"));
    add(made, new Socks4Provider(), Side.BACK, Map.of());
    add(made, new Socks5Provider(), Side.BACK, Map.of("user", "u", "password", "p"));
    for (String protocol :
        List.of(
            "smtp", "lmtp", "imap", "pop3", "ldap", "xmpp", "ftp", "sieve", "nntp", "postgres")) {
      Map<String, String> options = Map.of("proto", protocol);
      add(made, new StartTlsProvider(), Side.FRONT, options);
      add(made, new StartTlsProvider(), Side.BACK, options);
      add(made, new GreetingProvider(), Side.BACK, options);
      if (!List.of("xmpp", "sieve").contains(protocol)) {
        Map<String, String> optional = Map.of("proto", protocol, "optional", "");
        add(made, new StartTlsProvider(), Side.FRONT, optional);
        add(made, new StartTlsProvider(), Side.BACK, optional);
      }
    }
    add(made, new StartTlsProvider(), Side.BACK, Map.of("proto", "mysql", "alone", ""));
    add(made, new HelloProvider(), Side.BACK, Map.of("proto", "smtp"));
    add(made, new StartTlsProvider(), Side.BACK, Map.of("proto", "mysql"));
    return List.copyOf(made);
  }

  private static void add(
      List<HandshakeFactory> to,
      HandshakeProvider provider,
      Side side,
      Map<String, String> options) {
    try {
      to.add(provider.newFactory(side, options, new Traces()));
    } catch (OptionException e) {
      throw new IllegalStateException(e);
    }
  }
}
