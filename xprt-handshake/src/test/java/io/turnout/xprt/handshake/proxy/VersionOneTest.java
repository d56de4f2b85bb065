package io.turnout.xprt.handshake.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.core.conn.ConnError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionOneTest {
  private static final Address CLIENT = new Ip4Address(0xc0a80001, 56324);
  private static final Address SERVICE = new Ip4Address(0xc0a8000b, 443);

  @Test
  void readsIp4() {
    assertThat(read("PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n"))
        .isEqualTo(new ProxyHeader(CLIENT, SERVICE, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2001:db8:0:0:0:0:0:1 | 20010db800000000 | 1
          2001:db8::1          | 20010db800000000 | 1
          ::                   | 0                | 0
          ::1                  | 0                | 1
          1::                  | 1000000000000    | 0
          ::ffff:1.2.3.4       | 0                | ffff01020304
          1:2:3:4:5:6:1.2.3.4  | 1000200030004    | 5000601020304
          FFFF:ffff:FFFF:ffff:FFFF:ffff:FFFF:ffff | ffffffffffffffff | ffffffffffffffff
          1:2:3:4:5:6:7::      | 1000200030004    | 5000600070000
          """)
  void readsIp6(String text, String high, String low) {
    Address address =
        new Ip6Address(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16), 1, 0);

    assertThat(read("PROXY TCP6 " + text + " ::1 1 2\r\n"))
        .isEqualTo(new ProxyHeader(address, new Ip6Address(0, 1, 2, 0), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PROXY UNKNOWN\r\n", "PROXY UNKNOWN ff::1 ff::2 1 2\r\n", "PROXY UNKNOWN ?!\r\n"})
  void tellsOfNobodyWhenUnknown(String line) {
    assertThat(read(line)).isEqualTo(ProxyHeader.NOBODY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          PROXY TCP4 1.2.3 5.6.7.8 1 2         | PRX_BAD_HDR
          PROXY TCP4 1.2.3.256 5.6.7.8 1 2     | PRX_BAD_HDR
          PROXY TCP4 1.2.3.04 5.6.7.8 1 2      | PRX_BAD_HDR
          PROXY TCP4 1.2.3.-4 5.6.7.8 1 2      | PRX_BAD_HDR
          PROXY TCP4 1.2.3.4. 5.6.7.8 1 2      | PRX_BAD_HDR
          PROXY TCP4 ::1 ::2 1 2               | PRX_BAD_HDR
          PROXY TCP6 1.2.3.4 5.6.7.8 1 2       | PRX_BAD_HDR
          PROXY TCP6 1:2:3:4:5:6:7 ::2 1 2     | PRX_BAD_HDR
          PROXY TCP6 1:2:3:4:5:6:7:8:9 ::2 1 2 | PRX_BAD_HDR
          PROXY TCP6 1:2:3:4:5:6:7::8 ::2 1 2  | PRX_BAD_HDR
          PROXY TCP6 1::2::3 ::2 1 2           | PRX_BAD_HDR
          PROXY TCP6 :1 ::2 1 2                | PRX_BAD_HDR
          PROXY TCP6 ::: ::2 1 2               | PRX_BAD_HDR
          PROXY TCP6 ::12345 ::2 1 2           | PRX_BAD_HDR
          PROXY TCP6 ::g ::2 1 2               | PRX_BAD_HDR
          PROXY TCP6 ::1%lo ::2 1 2            | PRX_BAD_HDR
          PROXY TCP6 1.2.3.4::1 ::2 1 2        | PRX_BAD_HDR
          PROXY TCP4 1.2.3.4 5.6.7.8 1         | PRX_BAD_HDR
          PROXY TCP4 1.2.3.4 5.6.7.8 1 2 3     | PRX_BAD_HDR
          PROXY TCP4 1.2.3.4  5.6.7.8 1 2      | PRX_BAD_HDR
          PROXY TCP4 1.2.3.4 5.6.7.8 1 65536   | PRX_BAD_HDR
          PROXY TCP4 1.2.3.4 5.6.7.8 01 2      | PRX_BAD_HDR
          PROXY TCP4 1.2.3.4 5.6.7.8 +1 2      | PRX_BAD_HDR
          PROXY TCP4                           | PRX_BAD_HDR
          PROXY UDP4 1.2.3.4 5.6.7.8 1 2       | PRX_BAD_PROTO
          PROXY tcp4 1.2.3.4 5.6.7.8 1 2       | PRX_BAD_PROTO
          "PROXY "                             | PRX_BAD_PROTO
          "PROXY  TCP4 1.2.3.4 5.6.7.8 1 2"    | PRX_BAD_PROTO
          """)
  void refusesWhatIsMalformed(String line, ConnError error) {
    assertThat(read(line + "\r\n"))
        .isInstanceOfSatisfying(BadHeader.class, bad -> assertThat(bad.error()).isEqualTo(error));
  }

  @Test
  void refusesALineThatEndsWithoutCr() {
    assertThat(read("PROXY UNKNOWN\n"))
        .isEqualTo(new BadHeader(ConnError.PRX_BAD_HDR, "line ends without CR"));
  }

  @Test
  void refusesALineThatIsTooLong() {
    String longest = "PROXY UNKNOWN " + "x".repeat(VersionOne.LONGEST - 16) + "\r\n";

    assertThat(longest).hasSize(VersionOne.LONGEST);
    assertThat(read(longest)).isEqualTo(ProxyHeader.NOBODY);
    assertThat(read("x".repeat(0) + longest.replace("\r\n", "x\r\n")))
        .isEqualTo(new BadHeader(ConnError.PRX_BAD_HDR, "line too long"));
  }

  @Test
  void knowsAtTheFirstWrongByteThatItIsNoHeader() {
    byte[] bytes = "PRIXY".getBytes(ISO_8859_1);

    assertThat(VersionOne.needed(bytes, 2)).isEqualTo(3);
    assertThat(VersionOne.needed(bytes, 3)).isEqualTo(3);
    assertThat(VersionOne.read(bytes, 3))
        .isInstanceOfSatisfying(
            BadHeader.class, bad -> assertThat(bad.error()).isEqualTo(ConnError.PRX_NOT_HDR));
  }

  @Test
  void needsNoByteBehindTheLine() {
    byte[] bytes = "PROXY UNKNOWN\r\nPROXY".getBytes(ISO_8859_1);

    assertThat(VersionOne.needed(bytes, bytes.length)).isEqualTo(15);
  }

  @Test
  void writesIp4() {
    assertThat(text(VersionOne.write(CLIENT, SERVICE)))
        .isEqualTo("PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n");
  }

  @Test
  void writesMixedFamiliesAsIp6() {
    assertThat(text(VersionOne.write(CLIENT, new Ip6Address(0, 1, 443, 7))))
        .isEqualTo("PROXY TCP6 ::ffff:c0a8:1 ::1 56324 443\r\n");
  }

  @Test
  void writesUnknownForWhatIsNotIp() {
    assertThat(text(VersionOne.write(CLIENT, new UnixAddress("/s", false))))
        .isEqualTo("PROXY UNKNOWN\r\n");
    assertThat(text(VersionOne.write(null, SERVICE))).isEqualTo("PROXY UNKNOWN\r\n");
  }

  private static HeaderRead read(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return VersionOne.read(bytes, VersionOne.needed(bytes, bytes.length));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
