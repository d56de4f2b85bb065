package io.turnout.xprt.handshake.netscaler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.xprt.handshake.testing.Asked;
import io.turnout.xprt.handshake.testing.Conversation;
import io.turnout.xprt.handshake.testing.Stack;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptCipTest {
  private static final String IP4 = "4500002800004000400600000102030405060708";
  private static final String IP4_OPTIONS = "4600002c0000400040060000010203040506070801010100";
  private static final String IP6 =
      "6000000000140640" + "20010db8000000000000000000000001" + "20010db8000000000000000000000002";
  private static final String TCP = "03e8005000000000000000005010000000000000";
  private static final String OLD = "c1b2d3e400000028" + IP4 + TCP;
  private static final String NEW = "c1b2d3e40000003400010028" + IP4 + TCP;

  static Stream<Conversation> conversations() {
    return Stream.of(
            OLD,
            NEW,
            "c1b2d3e40000002c" + IP4_OPTIONS + TCP,
            "c1b2d3e40000003c" + IP6 + TCP,
            "c1b2d3e4000000480001003c" + IP6 + TCP)
        .map(AcceptCipTest::header);
  }

  static Conversation header(String hex) {
    return Conversation.of(hex, asked(), "< " + text(hex));
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void goesThroughCutAnywhere(Conversation conversation) {
    assertThat(conversation.whole().isReady()).isTrue();
    conversation.inPieces();
    conversation.byteByByte(true);
    conversation.byteByByte(false);
    conversation.throughFaults(50);
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void failsWhenThePeerClosesAtAnyByte(Conversation conversation) {
    assertThat(conversation.closedAtEachByte())
        .startsWith(ConnError.CIP_EMPTY, ConnError.CIP_ABORT)
        .endsWith(ConnError.CIP_ABORT)
        .containsOnlyOnce(ConnError.CIP_EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, NEW, "c1b2d3e40000002c" + IP4_OPTIONS + TCP})
  void tellsTheConnectionOfIp4Addresses(String header) {
    Stack stack = Stack.of(asked().get()).arrive(bytes(header));

    assertThat(stack.connection.source()).isEqualTo(new Ip4Address(0x01020304, 1000));
    assertThat(stack.connection.destination()).isEqualTo(new Ip4Address(0x05060708, 80));
  }

  @Test
  void tellsTheConnectionOfIp6Addresses() {
    Stack stack = Stack.of(asked().get()).arrive(bytes("c1b2d3e40000003c" + IP6 + TCP));

    assertThat(stack.connection.source())
        .isEqualTo(new Ip6Address(0x20010db8_00000000L, 1, 1000, 0));
    assertThat(stack.connection.destination())
        .isEqualTo(new Ip6Address(0x20010db8_00000000L, 2, 80, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "d1, CIP_BAD_MAGIC",
    "c1b2d3e5, CIP_BAD_MAGIC",
    "c1b2d3e400000028 7500002800004000, CIP_BAD_HDR",
    "c1b2d3e400000034 00020028, CIP_BAD_HDR",
    "c1b2d3e400000020 00010028, CIP_BAD_HDR",
    "c1b2d3e4ffffffff 4500002800004000, CIP_BAD_HDR",
    "c1b2d3e400001000 4500002800004000, CIP_BAD_HDR",
    "c1b2d3e400000004 45000028, CIP_BAD_HDR",
    "c1b2d3e400000000 45000028, CIP_BAD_HDR",
    "c1b2d3e400000028 44" + "00002800004000400600000102030405060708" + TCP + ", CIP_BAD_HDR",
    "c1b2d3e400000028 4f" + "00002800004000400600000102030405060708" + TCP + ", CIP_BAD_HDR",
    "c1b2d3e400000028 4500002800004000401100000102030405060708" + TCP + ", CIP_BAD_HDR",
    "c1b2d3e40000000c 00010000, CIP_BAD_HDR",
    "c1b2d3e400000030 00010024" + IP4 + "03e80050000000000000000050100000" + ", CIP_BAD_HDR",
  })
  void refusesWhatItCannotUse(String header, ConnError error) {
    Stack stack = Stack.of(asked().get()).arrive(bytes(header.replace(" ", "")));

    assertThat(stack.connection.error()).isEqualTo(error);
    assertThat(stack.connection.errorDetail()).isNotEmpty();
  }

  @Test
  void needsItsNumber() {
    assertThatThrownBy(() -> make(Map.of()))
        .hasMessage("option 'magic' is missing. Give it the number that is agreed on");
    assertThatThrownBy(() -> make(Map.of("magic", "x")))
        .hasMessage("option 'magic': 'x' is not allowed. Use a number from 1 to 4294967295");
    assertThatThrownBy(() -> make(Map.of("magic", "0"))).isInstanceOf(OptionException.class);
  }

  private static Asked asked() {
    return new Asked(new AcceptCipProvider(), Side.FRONT, Map.of("magic", "0xc1b2d3e4"));
  }

  private static HandshakeFactory make(Map<String, String> options) throws OptionException {
    return new AcceptCipProvider().newFactory(Side.FRONT, options, new Traces());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String text(String hex) {
    return new String(bytes(hex), ISO_8859_1);
  }
}
