package io.turnout.xprt.handshake.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.Connection;
import io.turnout.xprt.handshake.testing.FakeWire;
import io.turnout.xprt.handshake.testing.Stack;
import org.junit.jupiter.api.Test;

class InletTest {
  private static final Extent FOUR = (seen, length) -> 4;

  private final Connection connection = Connection.outgoing(Stack.newLoop(), () -> "peer");
  private final FakeWire wire = FakeWire.peekable(connection);
  private final Inlet inlet = new Inlet(connection);

  @Test
  void knowsThatWhatItHasTakenFollows() {
    wire.arrive(new byte[] {1});

    assertThat(inlet.pull(wire, FOUR)).isEqualTo(Inlet.WAIT);

    assertThat(wire.left()).isEmpty();
    assertThat(inlet.isFollowed(wire)).isTrue();
    assertThat(inlet.isFollowedByOther(wire, (byte) 1)).isTrue();
  }

  @Test
  void isNotFollowedByMessageThatIsDoneWith() {
    wire.arrive(new byte[] {1, 2, 3, 4});

    assertThat(inlet.pull(wire, FOUR)).isEqualTo(4);
    inlet.next();

    assertThat(inlet.isFollowed(wire)).isFalse();
    assertThat(inlet.isFollowedByOther(wire, (byte) 1)).isFalse();
  }
}
