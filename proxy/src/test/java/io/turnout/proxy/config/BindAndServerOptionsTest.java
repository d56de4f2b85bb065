package io.turnout.proxy.config;

import static io.turnout.proxy.config.ConfigText.TIMEOUTS;
import static io.turnout.proxy.config.ConfigText.lines;
import static io.turnout.proxy.config.ConfigText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Ip4Address;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindAndServerOptionsTest {
  private static List<BindConfig> binds(String lines) {
    return valid("defaults\n timeout client 1\nfrontend f\n" + lines)
        .frontends()
        .getFirst()
        .binds();
  }

  private static List<ServerConfig> servers(String lines) {
    return valid(TIMEOUTS + "backend b\n" + lines).backends().getFirst().servers();
  }

  @Test
  void readsEveryBindOption() {
    String options =
        "name web maxconn 5 backlog 6 interface eth0 mss 1400 defer-accept tfo v4v6 v6only"
            + " mode 660 uid 1 gid 2 user u group g id 4 proto none";
    assertThat(binds(" bind :1 " + options + "\n"))
        .containsExactly(
            new BindConfig(
                4,
                "web",
                new SourcePosition("t.cfg", 4),
                new Ip4Address(0, 1),
                5,
                6,
                new BindConfig.SocketOptions("eth0", 1400, true, true, true, true),
                new BindConfig.UnixFile(0660, 1, 2, "u", "g"),
                TransportConfig.PLAIN,
                "none"));
  }

  @Test
  void numbersAndNamesSockets() {
    List<BindConfig> binds = binds(" bind :1-2 name a\n bind :3 id 2\n bind :4\n");
    assertThat(binds).extracting(BindConfig::id).containsExactly(1, 3, 2, 4);
    assertThat(binds)
        .extracting(BindConfig::displayName)
        .containsExactly("a", "a", "sock-2", "sock-4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "'' => MISSING_ARGUMENT",
        ":1 foo => UNKNOWN_OPTION",
        ":1 maxconn => MISSING_ARGUMENT",
        ":1 maxconn x => BAD_NUMBER",
        ":1 mss 0 => BAD_NUMBER",
        ":1 mss 65536 => BAD_NUMBER",
        ":1 mss -100 => NOT_SUPPORTED_YET",
        "/x mode 999 => BAD_NUMBER",
        ":1 uid x => BAD_NUMBER",
        ":1 id 0 => BAD_NUMBER",
        ":1,:2 id 5 => DUPLICATE_ID",
        ":1 ca-sign-file x => NOT_SUPPORTED_YET",
        ":1 transparent => NOT_SUPPORTED_YET",
      })
  void refusesBindOption(String rest, String code) {
    assertThat(lines("frontend f\n bind " + rest + "\n")).containsExactly("ALERT " + code + " 2");
  }

  @Test
  void refusesTwoBindsOfOneId() {
    assertThat(lines("frontend f\n bind :1 id 5\n bind :2 id 5\n"))
        .containsExactly("ALERT DUPLICATE_ID 3");
  }

  @Test
  void reportsEveryWrongOptionOfALine() {
    assertThat(lines("frontend f\n bind :0,:99999 maxconn x maxcon 5 mss 0 backlog 3\n"))
        .containsExactly(
            "ALERT BAD_PORT 2",
            "ALERT BAD_PORT 2",
            "ALERT BAD_NUMBER 2",
            "ALERT UNKNOWN_OPTION 2",
            "ALERT BAD_NUMBER 2");
  }

  @Test
  void readsEveryServerOption() {
    assertThat(servers(" server s 192.0.2.1:1 weight 9 maxconn 8 backup disabled id 7 proto pt\n"))
        .containsExactly(
            new ServerConfig(
                "s",
                7,
                new SourcePosition("t.cfg", 6),
                new Ip4Address(0xc0000201, 1),
                false,
                false,
                0,
                9,
                8,
                true,
                true,
                TransportConfig.PLAIN,
                "pt"));
  }

  @Test
  void presetsOptionsForTheServersBehindIt() {
    List<ServerConfig> servers =
        servers(
            """
              server a 192.0.2.1
              default-server weight 5 backup disabled
              default-server maxconn 4
              server b 192.0.2.1
              server c 192.0.2.1 weight 6 no-backup enabled
            """);
    assertThat(servers).extracting(ServerConfig::weight).containsExactly(1, 5, 6);
    assertThat(servers).extracting(ServerConfig::maxConnections).containsExactly(0, 4, 4);
    assertThat(servers).extracting(ServerConfig::backup).containsExactly(false, true, false);
    assertThat(servers).extracting(ServerConfig::disabled).containsExactly(false, true, false);
  }

  @Test
  void numbersServersFrom1AroundGivenIds() {
    assertThat(servers(" server a 192.0.2.1\n server b 192.0.2.1 id 2\n server c 192.0.2.1\n"))
        .extracting(ServerConfig::id)
        .containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "server => MISSING_ARGUMENT",
        "server s => MISSING_ARGUMENT",
        "server s! 192.0.2.1 => BAD_NAME",
        "server s 192.0.2.1 weight 257 => BAD_NUMBER",
        "server s 192.0.2.1 weight -1 => BAD_NUMBER",
        "server s 192.0.2.1 maxconn x => BAD_NUMBER",
        "server s 192.0.2.1 id 0 => BAD_NUMBER",
        "server s 192.0.2.1 check => NOT_SUPPORTED_YET",
        "server s 192.0.2.1 minconn 3 => NOT_SUPPORTED_YET",
        "server s 192.0.2.1 ws auto => NEEDS_HTTP",
        "default-server 192.0.2.1 => UNKNOWN_OPTION",
        "default-server id 3 => WRONG_SECTION",
      })
  void refusesServerLine(String line, String code) {
    assertThat(lines("backend b\n " + line + "\n")).startsWith("ALERT " + code + " 2");
  }

  @Test
  void refusesServersOfOneNameOrId() {
    assertThat(lines(TIMEOUTS + "backend b\n server s 192.0.2.1 id 3\n server s 192.0.2.2 id 3\n"))
        .containsExactly("ALERT DUPLICATE_SERVER 7", "ALERT DUPLICATE_ID 7");
  }
}
