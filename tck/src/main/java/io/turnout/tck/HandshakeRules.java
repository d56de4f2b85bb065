package io.turnout.tck;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.HandshakeOps;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.tck.sim.SimFaults;
import java.util.Map;

/** How a dialogue before the data goes on, ends and fails. */
final class HandshakeRules {
  private static final int SOME = 40;
  private static final String NO_OPTION = "no-such-option";

  private HandshakeRules() {}

  static void describesItself(HandshakeBench bench) {
    HandshakeProvider provider = bench.provider();
    bench.check(!provider.sides().isEmpty(), "it serves no side");
    bench.check(
        bench.kit().scripts().stream().anyMatch(HandshakeScript::endsWell), "no script ends well");
    for (HandshakeScript script : bench.kit().scripts()) {
      bench.check(
          provider.sides().contains(script.side()),
          "script %s is of the %s side, which it does not serve",
          script,
          script.side());
      try {
        String name = provider.newFactory(script.side(), script.options(), new Traces()).name();
        ProviderRules.named(bench, provider, name);
      } catch (OptionException e) {
        throw bench.violation(Rule.SPI, "script %s: %s", script, e.getMessage());
      }
    }
    for (Side side : provider.sides()) {
      bench.check(refusesUnknown(provider, side), "it takes an option that nobody knows");
    }
  }

  private static boolean refusesUnknown(HandshakeProvider provider, Side side) {
    try {
      provider.newFactory(side, Map.of(NO_OPTION, ""), new Traces());
      return false;
    } catch (OptionException e) {
      return true;
    }
  }

  static void oneForEachConnection(HandshakeBench bench) {
    bench.chooseScript(bench.kit().scripts());
    HandshakeFactory factory = bench.tested();
    Connection connection = Connection.outgoing(bench.loop(), () -> "one");
    HandshakeOps one = factory.create(connection);
    HandshakeOps other = factory.create(Connection.outgoing(bench.loop(), () -> "another"));
    boolean same = one.equals(other);
    one.close();
    bench.check(!same, "two connections have the same dialogue");
    other.close();
  }

  /** In one piece, or in two with a rest between; somebody waits above, or not. */
  static void cut(HandshakeBench bench) {
    boolean waits = bench.choose(2) == 1;
    bench.open();
    if (waits) {
      bench.waitsAbove();
    }
    bench.speakAll();
    bench.settle();
    bench.require(
        Rule.XPRT_05,
        bench.waiter().events() == 0 || !bench.connection().any(ConnFlags.ERROR),
        "the handshake has failed, and who waits was not woken");
    bench.goesOn();
  }

  static void byteByByte(HandshakeBench bench) {
    bench.bytewise();
    bench.open();
    bench.speakAll();
    bench.goesOn();
  }

  static void leavesWhatFollows(HandshakeBench bench) {
    bench.needsWords();
    bench.sendBehind(bench.payload(1 + bench.choose(SOME)));
    bench.open();
    bench.speakAll();
    bench.goesOn();
  }

  static void injection(HandshakeBench bench) {
    bench.needsWords();
    bench.sendBehind(bench.payload(1 + bench.choose(SOME)));
    bench.open();
    bench.waitsAbove();
    bench.speakAll();
    bench.settle();
    ConnError error = bench.connection().error();
    bench.check(
        error == ConnError.INJECTION,
        "script %s: bytes came with the peer's last words, and the connection's error is %s",
        bench.script(),
        error);
    bench.hasFailed("bytes came with the peer's last words");
    bench.check(bench.receive(SOME) == 0, "bytes that came in clear are handed over");
  }

  static void fails(HandshakeBench bench) {
    boolean waits = bench.choose(2) == 1;
    bench.open();
    if (waits) {
      bench.waitsAbove();
    }
    bench.speakAll();
    bench.settle();
    bench.hasFailed("all has been said");
    bench.check(
        bench.connection().error() == bench.script().failure(),
        "script %s: it fails with %s, not with %s",
        bench.script(),
        bench.connection().error(),
        bench.script().failure());
  }

  /** The peer ends, or resets, where it should go on. */
  static void closed(HandshakeBench bench) {
    bench.needsWords();
    boolean resets = bench.choose(2) == 1;
    int place = bench.place();
    if (place == bench.script().length()) {
      return;
    }
    bench.open();
    bench.waitsAbove();
    bench.speakUpTo(place);
    if (resets) {
      bench.peer().reset();
    } else {
      bench.peer().end();
    }
    bench.settle();
    bench.hasFailed("the peer has closed after %d bytes".formatted(place));
    ConnError expected = bench.script().closedAfter(place);
    bench.check(
        resets || expected == ConnError.NONE || bench.connection().error() == expected,
        "script %s: the peer closes after %d bytes, and the error is %s, not %s",
        bench.script(),
        place,
        bench.connection().error(),
        expected);
  }

  static void late(HandshakeBench bench) {
    bench.needsWords();
    int place = bench.place();
    if (place == bench.script().length()) {
      return;
    }
    bench.open();
    bench.speakUpTo(place);
    bench.settle();
    ConnError error = bench.connection().timeoutError();
    bench.check(
        error == bench.script().late(),
        "script %s: nothing follows %d bytes, and the error is %s, not %s",
        bench.script(),
        place,
        error,
        bench.script().late());
    bench.connection().fail(error);
    bench.connection().release();
    bench.check(bench.told() == 1, "it is closed, and told %d times", bench.told());
  }

  static void tellsMux(HandshakeBench bench) {
    bench.withMux();
    bench.open();
    bench.speakAll();
    bench.settle();
    bench.check(
        bench.muxTold() > 0,
        "script %s: the handshake is over, and the mux is not told",
        bench.script());
    bench.check(
        bench.connection().error() == bench.script().failure(),
        "script %s: the error is %s",
        bench.script(),
        bench.connection().error());
  }

  static void nothingPasses(HandshakeBench bench) {
    bench.open();
    bench.speakUpTo(bench.place());
    if (bench.connection().any(ConnFlags.HANDSHAKE)) {
      int count = bench.receive(SOME);
      bench.check(count == 0, "%d bytes pass, and HANDSHAKE stands", count);
      bench.sends(bench.payload(SOME));
      int sent = bench.sendOnce(SOME);
      bench.check(sent == 0, "%d bytes leave, and HANDSHAKE stands", sent);
    }
    bench.speakAll();
    bench.goesOn();
  }

  static void proves(HandshakeBench bench) {
    bench.open();
    bench.speakUpTo(bench.place());
    bench.settle();
    bench.check(
        bench.place() == 0 || !bench.connection().any(ConnFlags.WAIT_L4),
        "%d bytes have come, and WAIT_L4 stands",
        bench.place());
    bench.speakAll();
    bench.goesOn();
  }

  /** The peer says all that it has to say, and its data, and ends: nothing is lost. */
  static void endBehindData(HandshakeBench bench) {
    boolean data = bench.script().length() > 0 && !bench.script().isSecure();
    bench.sendBehind(data ? bench.payload(SOME) : new byte[0]);
    bench.endBehind();
    bench.open();
    bench.rest();
    bench.speakAll();
    bench.goesOnAtTheEnd();
  }

  static void closeWakes(HandshakeBench bench) {
    bench.needsWords();
    bench.open();
    bench.speakUpTo(bench.place());
    bench.settle();
    if (!bench.connection().any(ConnFlags.HANDSHAKE)) {
      return;
    }
    bench.waitsAbove();
    int runs = bench.runs();
    bench.connection().release();
    bench.turn();
    bench.check(
        bench.runs() > runs && bench.waiter().events() == 0,
        "the connection is closed, and who waits for it was not woken");
    bench.require(
        Rule.XPRT_02,
        bench.told() == 1,
        "the connection is closed, and who waits for its transports is told %d times",
        bench.told());
  }

  static void traces(HandshakeBench bench) {
    Traces own = new Traces();
    bench.traceTo(own);
    bench.tested();
    ProviderRules.tellsWhileOn(
        bench,
        own,
        () -> {
          bench.open();
          bench.speakAll();
          bench.goesOn();
          bench.connection().release();
        });
  }

  static void underFaults(HandshakeBench bench) {
    bench.faults(SimFaults.random(bench.random()).withoutFailures());
    bench.chooseScript(bench.kit().scripts().stream().filter(HandshakeScript::endsWell).toList());
    bench.open();
    bench.peer().whole(bench.random().nextBoolean());
    bench.startPumping();
    bench.speakAll();
    bench.goesOn();
  }

  static void brokenOff(HandshakeBench bench) {
    bench.faults(SimFaults.random(bench.random()).withResets(bench.random().nextInt(20)));
    bench.chooseScript(bench.kit().scripts());
    if (!bench.opens()) {
      return;
    }
    bench.startPumping();
    bench.breakOffSoon();
    bench.blurtOut();
    bench.settle();
    bench.check(bench.told() <= 1, "it is told %d times", bench.told());
  }
}
