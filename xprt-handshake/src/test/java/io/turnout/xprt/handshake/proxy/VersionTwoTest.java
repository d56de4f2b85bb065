package io.turnout.xprt.handshake.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Tlv;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTwoTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String ADDRESSES = "0102030405060708" + "ea60" + "0050";
  private static final Address CLIENT = new Ip4Address(0x01020304, 60000);
  private static final Address SERVICE = new Ip4Address(0x05060708, 80);

  @Test
  void readsIp4() {
    assertThat(read("21 11 000c", ADDRESSES))
        .isEqualTo(new ProxyHeader(CLIENT, SERVICE, List.of()));
  }

  @Test
  void readsIp6() {
    String address = "20010db8000000000000000000000001";
    Address client = new Ip6Address(0x20010db8_00000000L, 1, 60000, 0);
    Address service = new Ip6Address(0x20010db8_00000000L, 1, 80, 0);

    assertThat(read("21 21 0024", address + address + "ea600050"))
        .isEqualTo(new ProxyHeader(client, service, List.of()));
  }

  @Test
  void readsUnixPaths() {
    String path = hex("/run/a") + "00".repeat(102);
    String abstractName = "00" + hex("b") + "00".repeat(106);

    assertThat(read("21 31 00d8", path + abstractName))
        .isEqualTo(
            new ProxyHeader(
                new UnixAddress("/run/a", false), new UnixAddress("b", true), List.of()));
  }

  @Test
  void readsAUnixPathThatFillsItsField() {
    assertThat(read("21 31 00d8", hex("p".repeat(108)) + "00".repeat(108)))
        .isEqualTo(
            new ProxyHeader(
                new UnixAddress("p".repeat(108), false), new UnixAddress("", false), List.of()));
  }

  /** As the system's sockets have them. */
  @Test
  void readsUnixPathsAsUtf8() {
    String path = "2fc3a9" + "00".repeat(105);

    assertThat(read("21 31 00d8", path + "00".repeat(108)))
        .isEqualTo(
            new ProxyHeader(new UnixAddress("/é", false), new UnixAddress("", false), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2f", "2fc3a9", "2fe9", "2fffc3", "00e9", "00ff61c3"})
  void passesTheBytesOfUnixPathsOn(String path) {
    String field = path + "00".repeat(108 - path.length() / 2);
    byte[] header = bytes("21 31 00d8", field + "70".repeat(108));
    ProxyHeader read = (ProxyHeader) VersionTwo.read(header, header.length);

    assertThat(
            VersionTwo.write(read.source(), read.destination(), new TlvWriter(VersionTwo.LONGEST)))
        .isEqualTo(header);
  }

  @Test
  void readsFieldsOfAnUnknownFamily() {
    assertThat(read("21 00 0004", "ee0001ff"))
        .isEqualTo(new ProxyHeader(null, null, List.of(new Tlv(0xee, new byte[] {-1}))));
  }

  @ParameterizedTest
  @CsvSource({"20 00 0000,''", "20 11 000c,010203040506070801020304", "20 77 0003,ffffff"})
  void dropsAllOfALocalHeader(String head, String rest) {
    assertThat(read(head, rest)).isEqualTo(ProxyHeader.NOBODY);
  }

  @Test
  void keepsFieldsInTheirOrderKnownOrNot() {
    String fields =
        "01 0002"
            + hex("h2")
            + "02 0001"
            + hex("a")
            + "04 0003 000000"
            + "05 0002 0102"
            + "20 0013 01 00000000"
            + "21 0007"
            + hex("TLSv1.3")
            + "22 0001"
            + hex("c")
            + "30 0002"
            + hex("ns")
            + "e0 0000"
            + "e0 0001 07";

    assertThat(tlvs(fields))
        .extracting(Tlv::type)
        .containsExactly(0x01, 0x02, 0x04, 0x05, 0x20, 0x30, 0xe0, 0xe0);
    assertThat(tlvs(fields)).contains(new Tlv(0x02, new byte[] {'a'}), new Tlv(0xe0, new byte[0]));
  }

  @Test
  void takesAHeaderWhoseChecksumIsRight() {
    TlvWriter fields = new TlvWriter(VersionTwo.LONGEST);
    fields.add(TlvType.ALPN, new byte[] {'x'});
    fields.addChecksum();
    fields.add(TlvType.NOOP, new byte[9]);
    byte[] header = VersionTwo.write(CLIENT, SERVICE, fields);

    assertThat(VersionTwo.read(header, header.length))
        .isInstanceOfSatisfying(
            ProxyHeader.class,
            read -> assertThat(read.tlvs()).extracting(Tlv::type).containsExactly(1, 3, 4));
  }

  /** The check value of the polynomial, so that it is the right one. */
  @Test
  void knowsTheChecksumOfAnotherSender() {
    byte[] header = bytes("21 11 0013", ADDRESSES + "03 0004 00000000");
    java.util.zip.CRC32C known = new java.util.zip.CRC32C();
    known.update("123456789".getBytes(ISO_8859_1));
    assertThat(known.getValue()).isEqualTo(0xe3069283L);
    int sum = bitwiseCrc32c(header);
    for (int i = 0; i < 4; i++) {
      header[header.length - 4 + i] = (byte) (sum >>> (24 - 8 * i));
    }

    assertThat(VersionTwo.read(header, header.length)).isInstanceOf(ProxyHeader.class);
  }

  @Test
  void refusesAnyChangedBitOnceThereIsAChecksum() {
    TlvWriter fields = new TlvWriter(VersionTwo.LONGEST);
    fields.addChecksum();
    fields.add(0xee, new byte[] {1, 2, 3});
    byte[] header = VersionTwo.write(CLIENT, SERVICE, fields);
    for (int bit = VersionTwo.HEAD * 8; bit < header.length * 8; bit++) {
      byte[] changed = header.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);

      HeaderRead read = VersionTwo.read(changed, changed.length);
      boolean typeOfSum = bit / 8 == VersionTwo.HEAD + 12;
      assertThat(read instanceof BadHeader || typeOfSum).as("bit %d", bit).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "03 0004 00000000, wrong checksum",
    "03 0003 000000, checksum of 3 bytes",
    "03 0005 0000000000, checksum of 5 bytes",
    "01, a field goes beyond the end",
    "01 00, a field goes beyond the end",
    "01 0001, a field goes beyond the end",
    "01 ffff 00, a field goes beyond the end",
    "01 0001 00 02, a field goes beyond the end",
    "20 0004 00000000, SSL field of 4 bytes",
    "20 0006 0100000000 21, a field goes beyond the end",
    "20 0009 0100000000 21 0002 00, a field goes beyond the end",
  })
  void refusesFieldsThatCannotBeRight(String fields, String detail) {
    assertThat(withFields(fields)).isEqualTo(new BadHeader(ConnError.PRX_BAD_HDR, detail));
  }

  @Test
  void writesNoChecksumWhereOneWasGiven() {
    TlvWriter fields = new TlvWriter(VersionTwo.LONGEST);
    fields.add(TlvType.CRC32C, new byte[] {1, 2, 3, 4});
    fields.addChecksum();
    fields.add(0xee, new byte[9]);
    byte[] header = VersionTwo.write(CLIENT, SERVICE, fields);

    assertThat(header).endsWith(fields.bytes());
  }

  @Test
  void refusesASecondChecksum() {
    TlvWriter fields = new TlvWriter(VersionTwo.LONGEST);
    fields.addChecksum();
    byte[] once = VersionTwo.write(CLIENT, SERVICE, fields);
    String sum = HexFormat.of().formatHex(once, once.length - 7, once.length);

    assertThat(withFields(sum + sum)).isInstanceOf(BadHeader.class);
  }

  @ParameterizedTest
  @CsvSource({"2,255,255", "2,256,-1", "5,128,128", "5,129,-1", "224,1025,1025", "224,16353,16353"})
  void limitsTheLengthOfFields(int type, int length, int taken) {
    String fields = "%02x%04x".formatted(type, length) + "00".repeat(length);
    HeaderRead read = withFields(fields);

    assertThat(read instanceof ProxyHeader header ? header.tlvs().getFirst().value().length : -1)
        .isEqualTo(taken);
  }

  /** As a client's certificate is one. */
  @Test
  void takesALongFieldWithinThatOfTls() {
    String certificate = "28 0800" + "ab".repeat(2048);

    assertThat(tlvs("20 0808 01 00000000" + certificate).getFirst().value()).hasSize(2056);
  }

  @ParameterizedTest
  @CsvSource({
    "22 11 000c, PRX_BAD_HDR",
    "2f 11 000c, PRX_BAD_HDR",
    "11 11 000c, PRX_NOT_HDR",
    "31 11 000c, PRX_NOT_HDR",
    "01 11 000c, PRX_NOT_HDR",
    "21 12 000c, PRX_BAD_PROTO",
    "21 13 000c, PRX_BAD_PROTO",
    "21 41 000c, PRX_BAD_PROTO",
    "21 01 000c, PRX_BAD_PROTO",
    "21 32 000c, PRX_BAD_PROTO",
    "21 21 000c, PRX_BAD_HDR",
    "21 31 000c, PRX_BAD_HDR",
  })
  void refusesVersionsCommandsAndFamiliesThatItDoesNotKnow(String head, ConnError error) {
    assertThat(read(head, ADDRESSES))
        .isInstanceOfSatisfying(BadHeader.class, bad -> assertThat(bad.error()).isEqualTo(error));
  }

  @Test
  void refusesAHeaderThatIsTooLongWithoutWaitingForIt() {
    int most = VersionTwo.LONGEST - VersionTwo.HEAD;
    byte[] longest = bytes("21 11 %04x".formatted(most), "");
    byte[] longer = bytes("21 11 %04x".formatted(most + 1), "");

    assertThat(VersionTwo.needed(longest, longest.length)).isEqualTo(VersionTwo.LONGEST);
    assertThat(VersionTwo.needed(longer, longer.length)).isEqualTo(VersionTwo.HEAD);
    assertThat(VersionTwo.read(longer, VersionTwo.HEAD)).isInstanceOf(BadHeader.class);
  }

  @Test
  void knowsAtTheFirstWrongByteThatItIsNoHeader() {
    byte[] right = bytes("21 11 000c", ADDRESSES);
    for (int i = 0; i < 12; i++) {
      byte[] wrong = right.clone();
      wrong[i] ^= 1;

      assertThat(VersionTwo.needed(wrong, wrong.length)).isEqualTo(i + 1);
      assertThat(VersionTwo.read(wrong, i + 1))
          .isInstanceOfSatisfying(
              BadHeader.class, bad -> assertThat(bad.error()).isEqualTo(ConnError.PRX_NOT_HDR));
    }
  }

  @Test
  void writesWhatItReads() {
    Address path = new UnixAddress("/s", false);
    Address six = new Ip6Address(-1, 0x0102, 65535, 0);
    for (var pair : List.of(List.of(CLIENT, SERVICE), List.of(six, six), List.of(path, path))) {
      TlvWriter fields = new TlvWriter(VersionTwo.LONGEST);
      fields.add(0xe1, new byte[] {1});
      byte[] header = VersionTwo.write(pair.getFirst(), pair.getLast(), fields);

      assertThat(VersionTwo.needed(header, header.length)).isEqualTo(header.length);
      assertThat(VersionTwo.read(header, header.length))
          .isEqualTo(
              new ProxyHeader(
                  pair.getFirst(), pair.getLast(), List.of(new Tlv(0xe1, new byte[] {1}))));
    }
  }

  @Test
  void writesUnspecifiedForWhatItCannotTell() {
    byte[] header = VersionTwo.write(CLIENT, null, new TlvWriter(VersionTwo.LONGEST));

    assertThat(HexFormat.of().formatHex(header)).isEqualTo(SIGNATURE + "21000000");
  }

  @Test
  void writesLocal() {
    assertThat(HexFormat.of().formatHex(VersionTwo.writeLocal())).isEqualTo(SIGNATURE + "20000000");
  }

  private static List<Tlv> tlvs(String fields) {
    return ((ProxyHeader) withFields(fields)).tlvs();
  }

  private static HeaderRead withFields(String fields) {
    String plain = fields.replace(" ", "");
    return read("21 11 %04x".formatted(12 + plain.length() / 2), ADDRESSES + plain);
  }

  private static HeaderRead read(String head, String rest) {
    byte[] bytes = bytes(head, rest);
    return VersionTwo.read(
        bytes, Objects.checkIndex(VersionTwo.needed(bytes, bytes.length), 99999));
  }

  private static byte[] bytes(String head, String rest) {
    return HexFormat.of().parseHex((SIGNATURE + head + rest).replace(" ", ""));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(ISO_8859_1));
  }

  private static int bitwiseCrc32c(byte[] bytes) {
    int sum = -1;
    for (byte one : bytes) {
      sum ^= one & 0xff;
      for (int i = 0; i < 8; i++) {
        sum = sum >>> 1 ^ (0x82f63b78 & -(sum & 1));
      }
    }
    return ~sum;
  }
}
