package io.turnout.xprt.handshake.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.SecureXprt;
import io.turnout.core.conn.Tlv;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.xprt.handshake.testing.FakeTls;
import io.turnout.xprt.handshake.testing.Stack;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendProxyTest {
  private static final Ip4Address CLIENT = new Ip4Address(0x01020304, 1000);
  private static final Ip4Address SERVICE = new Ip4Address(0x05060708, 80);

  private final EventLoop loop = Stack.newLoop();
  private final Connection origin = Connection.outgoing(loop, () -> "listener");

  @Test
  void sendsVersionOneUnlessAskedForTwo() throws OptionException {
    origin.speaksFor(CLIENT, SERVICE);

    assertThat(text(sent(Map.of()))).isEqualTo("PROXY TCP4 1.2.3.4 5.6.7.8 1000 80\r\n");
  }

  @Test
  void sendsByteByByteThroughANarrowSocket() throws OptionException {
    origin.speaksFor(CLIENT, SERVICE);
    Stack stack = Stack.outgoing(loop, origin, factory(Map.of()));
    stack.wire.room(0);
    stack.settle();
    StringBuilder all = new StringBuilder();

    while (!stack.isReady()) {
      stack.wire.room(1);
      stack.settle();
      all.append(text(stack.wire.sent()));
    }

    assertThat(all).hasToString("PROXY TCP4 1.2.3.4 5.6.7.8 1000 80\r\n");
    stack.checkNothingHeld();
  }

  @Test
  void saysThatItSpeaksForNobodyWithoutAnOrigin() throws OptionException {
    Stack one = Stack.of(factory(Map.of())).settle();
    Stack two = Stack.of(factory(Map.of("version", "2", "crc32c", ""))).settle();

    assertThat(text(one.wire.sent())).isEqualTo("PROXY UNKNOWN\r\n");
    assertThat(two.wire.sent()).isEqualTo(VersionTwo.writeLocal());
  }

  @Test
  void sendsTheFieldsThatItIsToldOfInOneOrder() throws OptionException {
    origin.speaksFor(CLIENT, SERVICE);
    origin.tlvs(
        List.of(tlv(0x05, "id"), tlv(0x02, "their.name"), tlv(0xe0, "kept"), tlv(0x03, "")));
    over(new FakeTls(origin).alpn("h2").serverName("our.name"));

    assertThat(
            fields(
                Map.of(
                    "version",
                    "2",
                    "crc32c",
                    "",
                    "authority",
                    "",
                    "unique-id",
                    "",
                    "tlv(0xE1)",
                    "text",
                    "pass",
                    "all")))
        .extracting(Tlv::type)
        .containsExactly(0xe1, 0x03, 0x01, 0x02, 0x05, 0xe0);
  }

  @Test
  void saysWhatTheClientsProxySaidRatherThanWhatItSaw() throws OptionException {
    origin.tlvs(List.of(tlv(0x02, "their.name")));
    over(new FakeTls(origin).serverName("our.name"));

    assertThat(fields(Map.of("version", "2", "authority", "")))
        .containsExactly(tlv(0x02, "their.name"));
  }

  @Test
  void saysWhichServerNameTheClientAskedFor() throws OptionException {
    over(new FakeTls(origin).serverName("our.name"));

    assertThat(fields(Map.of("version", "2", "authority", "")))
        .containsExactly(tlv(0x02, "our.name"));
  }

  @Test
  void passesOnOnlyTheFieldsThatWereChosen() throws OptionException {
    origin.tlvs(List.of(tlv(0xe0, "a"), tlv(0xe1, "b"), tlv(0x30, "c")));

    assertThat(fields(Map.of("version", "2"))).isEmpty();
    assertThat(fields(Map.of("version", "2", "pass", "0xe0,48")))
        .containsExactly(tlv(0xe0, "a"), tlv(0x30, "c"));
  }

  @Test
  void passesOnSeveralFieldsOfAType() throws OptionException {
    origin.tlvs(List.of(tlv(0xe0, "a"), tlv(0x01, "x"), tlv(0xe0, "b"), tlv(0x01, "y")));
    over(new FakeTls(origin).alpn("h2"));

    assertThat(fields(Map.of("version", "2", "pass", "all")))
        .containsExactly(tlv(0x01, "h2"), tlv(0xe0, "a"), tlv(0xe0, "b"));
  }

  /** As of another header. */
  @Test
  void sendsNoChecksumButItsOwn() throws OptionException {
    Stack stack = Stack.outgoing(loop, origin, factory(Map.of("version", "2", "crc32c", "")));
    stack.connection.tlvs(List.of(tlv(0xe0, "computed"), tlv(0x03, "0123"), tlv(0xe1, "last")));
    stack.settle();

    assertThat(read(stack.wire.sent()).tlvs())
        .hasSize(3)
        .startsWith(tlv(0xe0, "computed"), tlv(0xe1, "last"))
        .last()
        .extracting(Tlv::type)
        .isEqualTo(0x03);
  }

  @Test
  void sendsTheFieldsOfTheConnectionItselfFirst() throws OptionException {
    Stack stack = Stack.outgoing(loop, origin, factory(Map.of("version", "2", "tlv(1)", "late")));
    stack.connection.tlvs(List.of(tlv(0xe0, "computed"), tlv(1, "early")));
    stack.settle();

    assertThat(read(stack.wire.sent()).tlvs())
        .containsExactly(tlv(0xe0, "computed"), tlv(1, "early"));
  }

  @Test
  void tellsOfTls() throws OptionException {
    over(new FakeTls(origin).session("TLSv1.2", "ECDHE-ECDSA-AES128-GCM-SHA256"));

    String value = ssl(Map.of("version", "2", "ssl", "", "ssl-cipher", ""));

    assertThat(value)
        .isEqualTo(
            "0100000001" + sub(0x21, "TLSv1.2") + sub(0x23, "ECDHE-ECDSA-AES128-GCM-SHA256"));
  }

  @Test
  void tellsThatThereIsNoTls() throws OptionException {
    assertThat(ssl(Map.of("version", "2", "ssl", ""))).isEqualTo("0000000001");
  }

  @ParameterizedTest
  @CsvSource({"false,true,0700000000", "false,false,0700000001", "true,true,0500000000"})
  void tellsOfTheClientsCertificate(boolean resumed, boolean verified, String head)
      throws OptionException {
    over(
        new FakeTls(origin)
            .session("TLSv1.2", "x")
            .peer(Certificates.rsa(), verified)
            .resumed(resumed));

    assertThat(ssl(Map.of("version", "2", "cert-cn", "")))
        .isEqualTo(head + sub(0x21, "TLSv1.2") + sub(0x22, "Client, one"));
  }

  @Test
  void tellsOfOurOwnCertificate() throws OptionException {
    over(new FakeTls(origin).session("TLSv1.2", "x").own(Certificates.ec()));

    assertThat(ssl(Map.of("version", "2", "cert-sig", "", "cert-key", "")))
        .isEqualTo(
            "0100000001"
                + sub(0x21, "TLSv1.2")
                + sub(0x24, "ecdsa-with-SHA256")
                + sub(0x25, "EC256"));
  }

  @Test
  void failsWhenTheServerHasGone() throws OptionException {
    Stack stack = Stack.of(factory(Map.of()));
    stack.connection.fail(ConnError.ERESET);
    stack.settle();

    assertThat(stack.readyCalls()).isEqualTo(1);
    assertThat(stack.wire.sent()).isEmpty();
    stack.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version | 3 | option 'version': '3' is not allowed. Use a number from 1 to 2
          version | x | option 'version': 'x' is not allowed. Use a number from 1 to 2
          ssl     | y | option 'ssl': 'y' is not allowed, as it takes no value. Leave the value out
          tlv(256) | a | option 'tlv(256)': '256' is no type of a field. Use 0x00 to 0xff
          tlv(x)  | a | option 'tlv(x)': 'x' is no type of a field. Use 0x00 to 0xff
          tlv(3)  | a | option 'tlv(3)': the checksum is no text. Use option 'crc32c'
          pass    | 1,,2 | option 'pass': '' is no type of a field. Use 0x00 to 0xff
          crc32   | '' | no such option: 'crc32'. Available: authority, cert-cn, cert-key, cert-sig, crc32c, pass, ssl, ssl-cipher, tlv(<type>), unique-id, version. Remove or correct it
          """)
  void refusesOptions(String name, String value, String message) {
    assertThatThrownBy(() -> factory(Map.of(name, value)))
        .isInstanceOf(OptionException.class)
        .hasMessage(message);
  }

  @Test
  void refusesOptionsThatVersionOneHasNoRoomFor() {
    assertThatThrownBy(() -> factory(Map.of("crc32c", "")))
        .hasMessageContaining("has no room for other options");
  }

  @ParameterizedTest
  @CsvSource({"0xe0, 1024", "0x02, 255", "0x05, 128"})
  void refusesAFieldThatIsTooLong(String type, int longest) throws OptionException {
    String option = "tlv(" + type + ")";
    assertThat(factory(Map.of("version", "2", option, "x".repeat(longest)))).isNotNull();

    assertThatThrownBy(() -> factory(Map.of("version", "2", option, "x".repeat(longest + 1))))
        .hasMessageContaining("Use at most " + longest);
  }

  private void over(SecureXprt tls) {
    origin.installXprt(FakeTls.factory((FakeTls) tls));
  }

  private List<Tlv> fields(Map<String, String> options) throws OptionException {
    return read(sent(options)).tlvs();
  }

  private String ssl(Map<String, String> options) throws OptionException {
    List<Tlv> found = new ArrayList<>(fields(options));
    assertThat(found).extracting(Tlv::type).containsExactly(0x20);
    return HexFormat.of().formatHex(found.getFirst().value());
  }

  private byte[] sent(Map<String, String> options) throws OptionException {
    Stack stack = Stack.outgoing(loop, origin, factory(options)).settle();
    assertThat(stack.isReady()).isTrue();
    return stack.wire.sent();
  }

  private static ProxyHeader read(byte[] header) {
    assertThat(VersionTwo.needed(header, header.length)).isEqualTo(header.length);
    return (ProxyHeader) Objects.requireNonNull(VersionTwo.read(header, header.length));
  }

  private static HandshakeFactory factory(Map<String, String> options) throws OptionException {
    return new SendProxyProvider().newFactory(Side.BACK, options, new Traces());
  }

  private static Tlv tlv(int type, String value) {
    return new Tlv(type, value.getBytes(UTF_8));
  }

  private static String sub(int type, String value) {
    return "%02x%04x".formatted(type, value.length())
        + HexFormat.of().formatHex(value.getBytes(ISO_8859_1));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
