package io.turnout.tck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.Tlv;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.HandshakeXprtProvider;
import io.turnout.spi.Side;
import java.util.Arrays;
import java.util.List;

/** The kit on a broken dialogue; run by {@link HandshakeKitSelfTest}, and by nobody else. */
class BrokenHandshakeRun extends HandshakeKit {
  static ReferenceHandshakes tested = ReferenceHandshakes.WHOLE;

  @Override
  protected HandshakeProvider provider() {
    return tested;
  }

  @Override
  protected HandshakeXprtProvider runner() {
    return tested;
  }

  @Override
  protected List<HandshakeScript> scripts() {
    return Arrays.stream(Side.values()).flatMap(side -> scripts(side).stream()).toList();
  }

  private static List<HandshakeScript> scripts(Side side) {
    return List.of(
        lines(HandshakeScript.of("greets", side).says("HELLO you\n").hears("OK\n"))
            .tells(connection -> knows(connection, "you")),
        lines(HandshakeScript.of("turns to TLS", side).option(ReferenceHandshakes.SECURE, ""))
            .says("HELLO a\n")
            .hears("OK\n")
            .tells(connection -> knows(connection, "a"))
            .secures(),
        HandshakeScript.of("mumbles", side).says("HALLO\n").failsWith(ConnError.STARTTLS_BAD));
  }

  private static HandshakeScript lines(HandshakeScript script) {
    return script
        .closedIs(ConnError.STARTTLS_ABORT, ConnError.STARTTLS_ABORT)
        .lateIs(ConnError.STARTTLS_TIMEOUT);
  }

  private static boolean knows(Connection connection, String name) {
    return connection
        .tlvs()
        .equals(List.of(new Tlv(ReferenceDialogue.TOLD, name.getBytes(ISO_8859_1))));
  }

  @Override
  protected int seeds() {
    return 60;
  }
}
