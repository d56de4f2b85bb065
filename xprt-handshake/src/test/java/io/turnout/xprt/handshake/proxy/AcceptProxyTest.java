package io.turnout.xprt.handshake.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.Tlv;
import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.xprt.handshake.testing.FakeWire;
import io.turnout.xprt.handshake.testing.Stack;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AcceptProxyTest {
  private static final Ip4Address CLIENT = new Ip4Address(0x01020304, 1000);
  private static final Ip4Address SERVICE = new Ip4Address(0x05060708, 80);
  private static final byte[] DATA = "data\r\n".getBytes(ISO_8859_1);

  static Stream<byte[]> headers() {
    TlvWriter fields = new TlvWriter(VersionTwo.LONGEST);
    fields.addChecksum();
    fields.add(0xe0, new byte[5]);
    return Stream.of(VersionOne.write(CLIENT, SERVICE), VersionTwo.write(CLIENT, SERVICE, fields));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void waitsForAHeaderInPiecesAndTakesNoByteMore(byte[] header) throws OptionException {
    byte[] all = concat(header, DATA);
    for (int cut = 1; cut < all.length; cut++) {
      Stack stack = Stack.of(factory()).settle();

      stack.arrive(Arrays.copyOf(all, cut));
      assertThat(stack.isReady()).as("cut at %d", cut).isEqualTo(cut >= header.length);
      stack.arrive(Arrays.copyOfRange(all, cut, all.length));

      assertAccepted(stack);
      assertThat(stack.received()).isEqualTo(DATA);
      stack.close();
    }
  }

  @ParameterizedTest
  @MethodSource("headers")
  void takesAHeaderByteByByte(byte[] header) throws OptionException {
    for (boolean peekable : new boolean[] {true, false}) {
      Stack stack = Stack.of(peekable ? FakeWire::peekable : FakeWire::new, factory());
      for (byte one : header) {
        assertThat(stack.isReady()).isFalse();
        stack.arrive(new byte[] {one});
      }
      stack.arrive(DATA);

      assertAccepted(stack);
      assertThat(stack.wire.left()).isEqualTo(DATA);
      stack.close();
    }
  }

  @ParameterizedTest
  @MethodSource("headers")
  void takesAHeaderThroughShortReadsWhetherItCanLookOrNot(byte[] header) throws OptionException {
    for (boolean peekable : new boolean[] {true, false}) {
      Stack stack = Stack.of(peekable ? FakeWire::peekable : FakeWire::new, factory());
      stack.wire.readAtMost(3);

      stack.arrive(concat(header, DATA));

      assertAccepted(stack);
      assertThat(stack.wire.left()).isEqualTo(DATA);
      stack.close();
    }
  }

  @ParameterizedTest
  @MethodSource("headers")
  void failsWhenThePeerClosesBeforeTheEnd(byte[] header) throws OptionException {
    for (int cut = 0; cut < header.length; cut++) {
      Stack stack = Stack.of(factory());
      stack.wire.arrive(Arrays.copyOf(header, cut));
      stack.wire.end();
      stack.settle();

      assertThat(stack.connection.error())
          .isEqualTo(cut == 0 ? ConnError.PRX_EMPTY : ConnError.PRX_ABORT);
      assertThat(stack.readyCalls()).isEqualTo(1);
      stack.close();
    }
  }

  @ParameterizedTest
  @MethodSource("headers")
  void holdsNoBufferWhileItWaits(byte[] header) throws OptionException {
    Stack stack = Stack.of(factory());
    stack.arrive(Arrays.copyOf(header, header.length / 2));

    stack.checkNothingHeld();
    stack.close();
  }

  @ParameterizedTest
  @MethodSource("headers")
  void takesAHeaderBehindWhichThePeerClosed(byte[] header) throws OptionException {
    Stack stack = Stack.of(factory());
    stack.wire.arrive(concat(header, DATA));
    stack.wire.end();
    stack.settle();

    assertAccepted(stack);
    assertThat(stack.connection.any(ConnFlags.SOCK_RD_SH)).isFalse();
    assertThat(stack.received()).isEqualTo(DATA);
  }

  @Test
  void neverGuessesWhetherAHeaderIsThere() throws OptionException {
    Stack stack = Stack.of(factory());
    stack.arrive("G".getBytes(ISO_8859_1));

    assertThat(stack.connection.error()).isEqualTo(ConnError.PRX_NOT_HDR);
    assertThat(stack.connection.errorDetail()).isNotEmpty();
  }

  @Test
  void tellsTheConnectionOfItsFields() throws OptionException {
    TlvWriter fields = new TlvWriter(VersionTwo.LONGEST);
    fields.add(0xe0, new byte[] {1});
    Stack stack = Stack.of(factory());

    stack.arrive(VersionTwo.write(CLIENT, SERVICE, fields));

    assertThat(stack.connection.tlvs()).isEqualTo(List.of(new Tlv(0xe0, new byte[] {1})));
  }

  @Test
  void leavesTheSocketsAddressesWhenTheHeaderTellsOfNobody() throws OptionException {
    Stack stack = Stack.of(factory());

    stack.arrive(VersionTwo.writeLocal());

    assertThat(stack.isReady()).isTrue();
    assertThat(stack.connection.source()).isNull();
  }

  @Test
  void takesALargeHeader() throws OptionException {
    TlvWriter fields = new TlvWriter(VersionTwo.LONGEST);
    for (int type = 0xe0; type < 0xee; type++) {
      fields.add(type, new byte[1024]);
    }
    Stack stack = Stack.of(factory());

    stack.arrive(concat(VersionTwo.write(CLIENT, SERVICE, fields), DATA));

    assertAccepted(stack);
    assertThat(stack.received()).isEqualTo(DATA);
  }

  @Test
  void hasNoOptions() {
    assertThatThrownBy(
            () -> new AcceptProxyProvider().newFactory(Side.FRONT, Map.of("v", "1"), new Traces()))
        .isInstanceOf(OptionException.class)
        .hasMessage("no such option: 'v'. Available: none. Remove or correct it");
  }

  private static void assertAccepted(Stack stack) {
    assertThat(stack.isReady()).isTrue();
    assertThat(stack.connection.source()).isEqualTo(CLIENT);
    assertThat(stack.connection.destination()).isEqualTo(SERVICE);
    assertThat(stack.connection.xprt()).as("it has left the stack").isSameAs(stack.wire);
  }

  private static HandshakeFactory factory() throws OptionException {
    return new AcceptProxyProvider().newFactory(Side.FRONT, Map.of(), new Traces());
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
