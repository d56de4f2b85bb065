package io.turnout.core.address;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  /**
   * RFC 5952: lower case, no leading zeros, the first longest run of two or more zeros left out.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0, [::]:80",
    "0, 1, [::1]:80",
    "20010db800000000, 1, [2001:db8::1]:80",
    "20010db800000001, 0001000100010001, [2001:db8:0:1:1:1:1:1]:80",
    "2001000000000001, 0000000000000001, [2001:0:0:1::1]:80",
    "20010db800000000, 0001000000000001, [2001:db8::1:0:0:1]:80",
    "fe80000000000000, 0, [fe80::]:80",
    "0000000000000001, 0, [0:0:0:1::]:80",
    "0001000000000000, 0001000100010000, [1::1:1:1:0]:80",
    "ABCDEF0100020003, 0004000500060007, [abcd:ef01:2:3:4:5:6:7]:80",
    "0000000100020003, 0004000500060007, [0:1:2:3:4:5:6:7]:80",
    "0, 0000ffff7f000001, [::ffff:7f00:1]:80",
  })
  void writesIp6AsRfc5952Has(String high, String low, String expected) {
    Ip6Address address =
        new Ip6Address(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16), 80, 0);
    assertThat(Addresses.text(address)).isEqualTo(expected);
  }

  @Test
  void writesTheScopeOfLinkLocalAddress() {
    assertThat(new Ip6Address(0xfe80L << 48, 1, 443, 3)).hasToString("[fe80::1%3]:443");
  }

  @Test
  void anyIp6IsReadBackByTheJdk() throws UnknownHostException {
    Random random = new Random(20_261_123);
    for (int i = 0; i < 2_000; i++) {
      // Groups are often zero, so that runs of all lengths and places come up.
      byte[] bytes = new byte[16];
      for (int group = 0; group < 8; group++) {
        if (random.nextBoolean()) {
          bytes[2 * group] = (byte) random.nextInt(3);
          bytes[2 * group + 1] = (byte) random.nextInt();
        }
      }
      ByteBuffer both = ByteBuffer.wrap(bytes);
      String text = new Ip6Address(both.getLong(), both.getLong(), 1, 0).toString();
      String host = text.substring(0, text.lastIndexOf(':'));
      assertThat(InetAddress.getByName(host)).isEqualTo(Inet6Address.getByAddress(null, bytes, -1));
    }
  }

  @Test
  void writesTheOthersAsTheConfigurationHasThem() {
    assertThat(Addresses.text(new Ip4Address(0xc0a80001, 8080))).isEqualTo("192.168.0.1:8080");
    assertThat(Addresses.text(new UnixAddress("/run/x.sock", false))).isEqualTo("unix@/run/x.sock");
    assertThat(Addresses.text(new UnixAddress("x", true))).isEqualTo("abns@x");
    assertThat(Addresses.text(new InheritedAddress(3))).isEqualTo("fd@3");
  }

  @Test
  void anyBytesOfAPathComeBack() {
    Random random = new Random(20_261_123);
    byte[] likely = "/x\u00e9\u20ac\ud83d\ude80".getBytes(UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] path = new byte[random.nextInt(6)];
      for (int at = 0; at < path.length; at++) {
        boolean any = random.nextInt(3) == 0;
        path[at] = any ? (byte) random.nextInt() : likely[random.nextInt(likely.length)];
      }
      assertThat(UnixAddress.of(path, false).pathBytes()).isEqualTo(path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/run/x.sock", "/\u00e9", "/\u20ac\ud83d\ude80"})
  void pathsThatCanBeReadAreUtf8(String path) {
    UnixAddress address = new UnixAddress(path, true);

    assertThat(address.pathBytes()).isEqualTo(path.getBytes(UTF_8));
    assertThat(UnixAddress.of(path.getBytes(UTF_8), true)).isEqualTo(address);
  }

  @Test
  void halfACharacterOfAPathIsNotWhatItWas() {
    assertThat(new UnixAddress("a\ud800\udc80", false).pathBytes()).hasSize(5);
    assertThat(new UnixAddress("\ud800a\udc80", false).pathBytes()).containsExactly('?', 'a', 0x80);
  }

  @Test
  void refusesPortsOutOfRange() {
    assertThatThrownBy(() -> new Ip4Address(0, 65536)).hasMessageContaining("65536");
    assertThatThrownBy(() -> new Ip6Address(0, 0, -1, 0)).hasMessageContaining("-1");
  }
}
