package io.turnout.proxy.config;

import static io.turnout.proxy.config.ConfigText.lines;
import static io.turnout.proxy.config.ConfigText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Address;
import io.turnout.core.address.InheritedAddress;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  private static final long DB8 = 0x2001_0db8_0000_0000L;

  static List<Map.Entry<String, Address>> bindAddresses() {
    return List.of(
        Map.entry(":80", new Ip4Address(0, 80)),
        Map.entry("*:80", new Ip4Address(0, 80)),
        Map.entry("192.0.2.1:80", new Ip4Address(0xc0000201, 80)),
        Map.entry("255.255.255.255:65535", new Ip4Address(-1, 65535)),
        Map.entry("ipv4@:80", new Ip4Address(0, 80)),
        Map.entry("ipv4@192.0.2.1:80", new Ip4Address(0xc0000201, 80)),
        Map.entry("tcp4@192.0.2.1:80", new Ip4Address(0xc0000201, 80)),
        Map.entry("ip@192.0.2.1:80", new Ip4Address(0xc0000201, 80)),
        Map.entry("stream+tcp@192.0.2.1:80", new Ip4Address(0xc0000201, 80)),
        Map.entry("ipv6@:80", new Ip6Address(0, 0, 80, 0)),
        Map.entry("ipv6@*:80", new Ip6Address(0, 0, 80, 0)),
        Map.entry(":::80", new Ip6Address(0, 0, 80, 0)),
        Map.entry("[::]:80", new Ip6Address(0, 0, 80, 0)),
        Map.entry("[::1]:80", new Ip6Address(0, 1, 80, 0)),
        Map.entry("::1:80", new Ip6Address(0, 1, 80, 0)),
        Map.entry("2001:db8::5:80", new Ip6Address(DB8, 5, 80, 0)),
        Map.entry("tcp6@[2001:db8::5]:80", new Ip6Address(DB8, 5, 80, 0)),
        Map.entry("[::ffff:192.0.2.1]:80", new Ip6Address(0, 0xffff_c000_0201L, 80, 0)),
        Map.entry("web.example:80", new Ip4Address(0xc0000201, 80)),
        Map.entry("ipv6@web.example:80", new Ip6Address(DB8, 1, 80, 0)),
        Map.entry("six.example:80", new Ip6Address(DB8, 6, 80, 0)),
        Map.entry("/run/t.sock", new UnixAddress("/run/t.sock", false)),
        Map.entry("unix@t.sock", new UnixAddress("t.sock", false)),
        Map.entry("uxst@/t", new UnixAddress("/t", false)),
        Map.entry("abns@name", new UnixAddress("name", true)),
        Map.entry("fd@5", new InheritedAddress(5)),
        Map.entry("fd@${FD}", new InheritedAddress(3)),
        Map.entry("\"fd@${FD}\"", new InheritedAddress(3)),
        Map.entry("'fd@$FD'", new InheritedAddress(3)),
        Map.entry("${HOST}:$PORT", new Ip4Address(0xc0000207, 8080)),
        Map.entry("\"${NONE-127.0.0.1}:1\"", new Ip4Address(0x7f000001, 1)),
        Map.entry("$NONE:81", new Ip4Address(0, 81)));
  }

  @ParameterizedTest
  @MethodSource("bindAddresses")
  void readsBindAddress(Map.Entry<String, Address> entry) {
    assertThat(binds(entry.getKey()))
        .extracting(BindConfig::address)
        .containsExactly(entry.getValue());
  }

  @Test
  void readsPortRangesAndLists() {
    assertThat(binds("127.0.0.1:90-92,/tmp/s,:93"))
        .extracting(BindConfig::address)
        .containsExactly(
            new Ip4Address(0x7f000001, 90),
            new Ip4Address(0x7f000001, 91),
            new Ip4Address(0x7f000001, 92),
            new UnixAddress("/tmp/s", false),
            new Ip4Address(0, 93));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        ":0 => BAD_PORT",
        ":0-5 => BAD_PORT",
        "127.0.0.1 => BAD_PORT",
        "127.0.0.1: => BAD_PORT",
        "[::1] => BAD_PORT",
        ":65536 => BAD_PORT",
        ":80a => BAD_PORT",
        ":90-80 => BAD_PORT",
        ":1-2-3 => BAD_PORT",
        "127.0.0.1:+5 => BAD_PORT",
        "127.0.0.1:-5 => BAD_PORT",
        "300.1.1.1:6 => BAD_ADDRESS",
        "1.2.3:6 => BAD_ADDRESS",
        "[::1:80 => BAD_ADDRESS",
        "[1.2.3.4]:80 => BAD_ADDRESS",
        "a b:80 => BAD_ADDRESS",
        "ipv4@[::1]:80 => BAD_ADDRESS",
        "ipv6@127.0.0.1:80 => BAD_ADDRESS",
        "fd@x => BAD_ADDRESS",
        "fd@$NONE => BAD_ADDRESS",
        "$NONE => BAD_ADDRESS",
        "unix@ => BAD_ADDRESS",
        "foo@:80 => BAD_ADDRESS",
        "nosuch.example:80 => UNKNOWN_HOST",
        "ipv4@six.example:80 => UNKNOWN_HOST",
        "udp@127.0.0.1:80 => NOT_SUPPORTED_YET",
        "abnsz@x => NOT_SUPPORTED_YET",
        "rhttp@x => NOT_SUPPORTED_YET",
        "${BAD => BAD_VARIABLE",
      })
  void refusesBindAddress(String address, String code) {
    assertThat(lines("frontend f\n bind '" + address + "'\n"))
        .containsExactly("ALERT " + code + " 2");
  }

  @Test
  void refusesTooLongPath() {
    assertThat(lines("frontend f\n bind /" + "x".repeat(107) + "\n"))
        .containsExactly("ALERT BAD_ADDRESS 2");
  }

  @Test
  void suggestsAddressFamily() {
    assertThat(ConfigText.messages("frontend f\n bind ivp4@:80\n"))
        .contains("did you mean 'ipv4@'");
  }

  @Test
  void readsServerAddress() {
    assertThat(server("192.0.2.1:80").address()).isEqualTo(new Ip4Address(0xc0000201, 80));
    assertThat(server("192.0.2.1:80").portFromClient()).isFalse();
    assertThat(server("/run/s").address()).isEqualTo(new UnixAddress("/run/s", false));
    assertThat(server("/run/s").portFromClient()).isFalse();
    assertThat(server("abns@s").address()).isEqualTo(new UnixAddress("s", true));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 0",
    "192.0.2.1:, 0",
    "192.0.2.1:0, 0",
    "192.0.2.1:+10, 10",
    "192.0.2.1:-10, -10"
  })
  void takesServerPortFromClientIfNoneIsGiven(String address, int offset) {
    ServerConfig server = server(address);
    assertThat(server.portFromClient()).isTrue();
    assertThat(server.portOffset()).isEqualTo(offset);
    assertThat(server.addressFromClient()).isFalse();
    assertThat(server.address()).isEqualTo(new Ip4Address(0xc0000201, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*:80", ":80", "0.0.0.0:80", "[::]:80"})
  void takesServerAddressFromClientIfItIsAWildcard(String address) {
    assertThat(server(address).addressFromClient()).isTrue();
    assertThat(server(address).portFromClient()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1:80-90, BAD_PORT", "fd@3, BAD_ADDRESS", "nosuch.example, UNKNOWN_HOST"})
  void refusesServerAddress(String address, String code) {
    assertThat(lines("backend b\n server s " + address + "\n"))
        .containsExactly("ALERT " + code + " 2");
  }

  private static List<BindConfig> binds(String address) {
    return valid("defaults\n timeout client 1\nfrontend f\n bind " + address + "\n")
        .frontends()
        .getFirst()
        .binds();
  }

  private static ServerConfig server(String address) {
    return valid(ConfigText.TIMEOUTS + "backend b\n server s " + address + "\n")
        .backends()
        .getFirst()
        .servers()
        .getFirst();
  }
}
