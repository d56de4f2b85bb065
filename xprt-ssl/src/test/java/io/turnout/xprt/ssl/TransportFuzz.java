package io.turnout.xprt.ssl;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.loop.EventLoop;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.tck.FuzzShares;
import io.turnout.tck.sim.SimFaults;
import io.turnout.tck.sim.SimNetwork;
import io.turnout.tck.sim.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Any bytes as what a peer sends to a TLS transport: the first byte chooses the engine, the side
 * and the time, the second one the size of the pieces in which the others arrive. However they are
 * cut, the outcome is the same; nothing throws, nothing goes on for ever, nothing stays lent.
 */
public final class TransportFuzz {
  private static final EventLoop LOOP =
      new SimNetwork(new Simulation(1), SimFaults.NONE).newLoop(0, 16384, 100, true);
  private static final List<Trial> TRIALS = trials();

  private static final int MANY_TURNS = 200;
  private static final int BUFFER_BYTES = 1024;

  /** The words of what is thrown where the code is wrong, and no peer. */
  private static final Pattern FAULT =
      Pattern.compile("Cannot |[Oo]ut of bounds|Exception\\b|java\\.|a record did not fit");

  private static final FuzzShares SHARES = new FuzzShares(TRIALS.size());

  private TransportFuzz() {}

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length >= 2) {
      SHARES.run((input[0] & 0xff) % TRIALS.size(), () -> say(input));
    }
  }

  /** What Jazzer calls at the end. */
  public static void fuzzerTearDown() {
    System.err.println(SHARES);
  }

  static void say(byte[] input) {
    Trial trial = TRIALS.get((input[0] & 0xff) % TRIALS.size());
    byte[] said = Arrays.copyOfRange(input, 2, input.length);
    int piece = 1 + (input[1] & 0xff);
    if (trial.agreed) {
      afterwards(trial, said, piece);
    } else {
      Outcome whole = atFirst(trial, said, Math.max(1, said.length));
      Outcome pieces = atFirst(trial, said, piece);
      expect(whole.isLike(pieces), whole + " at once, but in pieces " + pieces);
    }
  }

  /** How many engines, sides and times there are together. */
  static int count() {
    return TRIALS.size();
  }

  private record Trial(TlsContext told, TlsContext peer, boolean agreed) {}

  private record Outcome(ConnError error, String detail, boolean waits) {
    boolean isLike(Outcome other) {
      return error == other.error && waits == other.waits && words().equals(other.words());
    }

    /** Without what the peer said: what is no TLS is shown as far as it has come. */
    private String words() {
      return detail.replaceFirst("(?s)('|name=).*", "");
    }
  }

  /** What a peer says first. */
  private static Outcome atFirst(Trial trial, byte[] said, int piece) {
    int lent = RecordBuffers.ofThread().lent();
    Wire wire = new Wire();
    Talker told = on(wire, trial.told);
    settle();
    arrive(wire, said, piece);
    Outcome outcome = outcome(told.connection);
    wire.end();
    settle();
    expect(told.hasFailed(), "sleeps for ever");
    check(told, outcome.waits ? outcome(told.connection) : outcome);
    close(told);
    expect(lent == RecordBuffers.ofThread().lent(), "a buffer is still lent");
    expect(!wire.hasWaiter(), "somebody still waits");
    return outcome;
  }

  /** What a peer sends after all is agreed on. */
  private static void afterwards(Trial trial, byte[] said, int piece) {
    int lent = RecordBuffers.ofThread().lent();
    Wire wire = new Wire();
    Wire other = new Wire();
    Talker told = on(wire, trial.told);
    Talker peer = on(other, trial.peer);
    do {
      settle();
      wire.arrive(other.sent());
      other.arrive(wire.sent());
    } while (!told.isReady() || !peer.isReady());
    settle();
    wire.arrive(other.sent());
    settle();
    arrive(wire, said, piece);
    wire.end();
    settle();
    expect(told.hasFailed() || told.hearsNoMore(), "sleeps for ever");
    expect(told.heard().length == 0, "takes what was not protected");
    check(told, outcome(told.connection));
    close(told);
    close(peer);
    expect(lent == RecordBuffers.ofThread().lent(), "a buffer is still lent");
  }

  private static Talker on(Wire wire, TlsContext context) {
    Connection connection = Connection.outgoing(LOOP, () -> "peer");
    connection.installXprt(wire);
    connection.installXprt(context.factory());
    return new Talker(connection, BUFFER_BYTES);
  }

  private static void arrive(Wire wire, byte[] said, int piece) {
    for (int at = 0; at < said.length; at += piece) {
      wire.arrive(Arrays.copyOfRange(said, at, Math.min(said.length, at + piece)));
      settle();
    }
  }

  private static void settle() {
    int turns = 0;
    while (LOOP.turn(0) > 0) {
      expect(++turns < MANY_TURNS, "goes on for ever");
    }
  }

  private static void close(Talker talker) {
    talker.close();
    settle();
  }

  private static Outcome outcome(Connection connection) {
    boolean waits = connection.any(ConnFlags.WAIT_L6) && !connection.any(ConnFlags.ERROR);
    return new Outcome(connection.error(), connection.errorDetail(), waits);
  }

  private static void check(Talker told, Outcome outcome) {
    boolean failed = outcome.error != ConnError.NONE;
    expect(failed == told.hasFailed(), "fails without a reason");
    expect(!failed || !outcome.detail.isBlank(), "fails with " + outcome.error + " alone");
    expect(
        outcome.error != ConnError.PLUGIN && !FAULT.matcher(outcome.words()).find(),
        "thrown: " + outcome);
  }

  private static void expect(boolean so, String otherwise) {
    if (!so) {
      throw new IllegalStateException(otherwise);
    }
  }

  private static List<Trial> trials() {
    List<Trial> made = new ArrayList<>();
    for (Engine engine : List.of(Engine.JDK, Engine.CONSCRYPT)) {
      TlsSettings front =
          TlsSettings.front(Certificates.show("server-ec.pem", "server-rsa.pem", "other.pem"))
              .withEngine(engine)
              .withPolicy(new TlsSettings.Policy("", "", "", "", "", List.of("h2", "http/1.1")));
      TlsSettings back =
          TlsSettings.back(Certificates.trust(Verify.REQUIRED))
              .withServerName(connection -> "www.example.com");
      TlsContext server = context(front);
      TlsContext client = context(back.withEngine(engine));
      made.add(new Trial(server, client, false));
      made.add(new Trial(client, server, false));
      for (String version : List.of("TLSv1.2", "TLSv1.3")) {
        TlsSettings peer =
            back.withEngine(Engine.JDK).withPolicy(EngineConformance.version(version));
        made.add(new Trial(server, context(peer), true));
      }
    }
    return List.copyOf(made);
  }

  private static TlsContext context(TlsSettings settings) {
    return Objects.requireNonNull(EngineConformance.context(settings));
  }
}
