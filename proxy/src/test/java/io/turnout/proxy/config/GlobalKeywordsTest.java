package io.turnout.proxy.config;

import static io.turnout.proxy.config.ConfigText.lines;
import static io.turnout.proxy.config.ConfigText.messages;
import static io.turnout.proxy.config.ConfigText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.proxy.config.GlobalConfig.LogHostName;
import io.turnout.proxy.config.LogTargetConfig.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobalKeywordsTest {
  private static GlobalConfig global(String lines) {
    return valid("global\n" + lines + "\n").global();
  }

  @Test
  void hasTheDefaultsOfTheLanguage() {
    assertThat(global(""))
        .isEqualTo(
            new GlobalConfig(
                0,
                0,
                List.of(),
                null,
                new LogHostName.Omitted(),
                new TuningConfig(16384, 0, 0, 4, true, true, true),
                null,
                false,
                false,
                false,
                null,
                null,
                0,
                0));
  }

  @Test
  void readsEveryKeyword() {
    GlobalConfig global =
        global(
            """
              maxconn 1000
              nbthread 4
              log-tag edge
              log-send-hostname front1
              tune.bufsize 32k
              tune.pipesize 1m
              maxpipes 9
              tune.maxaccept -1
              noepoll
              nopoll
              nosplice
              pidfile /run/t.pid
              daemon
              quiet
              description The edge proxy
              node n1
              hard-stop-after 30s
              ulimit-n 5000
            """);
    assertThat(global)
        .isEqualTo(
            new GlobalConfig(
                1000,
                4,
                List.of(),
                "edge",
                new LogHostName.Fixed("front1"),
                new TuningConfig(32768, 1 << 20, 9, -1, false, false, false),
                "/run/t.pid",
                true,
                true,
                false,
                "The edge proxy",
                "n1",
                30_000_000_000L,
                5000));
  }

  @Test
  void mayBeRepeated() {
    ProxyConfig config = valid("global\n maxconn 1\n nbthread 2\nglobal\n maxconn 3\n");
    assertThat(config.global().maxConnections()).isEqualTo(3);
    assertThat(config.global().threads()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "maxconn => MISSING_ARGUMENT",
        "maxconn 1 2 => EXTRA_ARGUMENT",
        "maxconn \"\" => MISSING_ARGUMENT",
        "nbthread 0 => BAD_NUMBER",
        "tune.maxaccept -2 => BAD_NUMBER",
        "daemon x => EXTRA_ARGUMENT",
        "no daemon => BAD_PREFIX",
        "no noepoll => BAD_PREFIX",
        "description => MISSING_ARGUMENT",
        "node a b => EXTRA_ARGUMENT",
        "log-send-hostname a b => EXTRA_ARGUMENT",
        "hard-stop-after 5x => BAD_TIME",
        "no => MISSING_ARGUMENT",
        "maxcon 1 => UNKNOWN_KEYWORD",
        "bind :80 => WRONG_SECTION",
        "chroot /x => NOT_SUPPORTED_YET",
        "stats socket /x => NOT_SUPPORTED_YET",
        "tune.http.maxhdr 5 => NEEDS_HTTP",
      })
  void refuses(String line, String code) {
    assertThat(lines("global\n " + line + "\n")).containsExactly("ALERT " + code + " 2");
  }

  @Test
  void refusesASecondPidFile() {
    assertThat(lines("global\n pidfile a\n pidfile b\n")).containsExactly("ALERT OVERWRITTEN 3");
  }

  @Test
  void suggestsAndLists() {
    assertThat(messages("global\n mxaconn 1\n"))
        .contains("'mxaconn'", "Did you mean 'maxconn'?", "Allowed in 'global': maxconn, nbthread");
    assertThat(messages("global\n bind :1\n")).contains("Valid in: frontend, listen");
    assertThat(messages("global\n chroot x\n"))
        .contains("HAProxy's keyword 'chroot' is not supported by Turnout yet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "stdout daemon => 1",
        "stderr daemon => 2",
        "fd@7 daemon => 7",
        "\"fd@${FD}\" daemon => 3",
      })
  void logsToDescriptor(String line, int number) {
    assertThat(global("log " + line).logs())
        .extracting(LogTargetConfig::target)
        .containsExactly(new Target.Descriptor(number));
  }

  @Test
  void logsToSockets() {
    assertThat(
            global(
                    "log 192.0.2.1 local0\n"
                        + " log [::1]:1514 local0\n"
                        + " log udp@192.0.2.1:9 user\n"
                        + " log /dev/log user\n"
                        + " log unix@/l user")
                .logs())
        .extracting(LogTargetConfig::target)
        .containsExactly(
            new Target.Udp(new Ip4Address(0xc0000201, 514)),
            new Target.Udp(new Ip6Address(0, 1, 1514, 0)),
            new Target.Udp(new Ip4Address(0xc0000201, 9)),
            new Target.UnixDatagram("/dev/log"),
            new Target.UnixDatagram("/l"));
  }

  @Test
  void readsAllOfALogLine() {
    assertThat(global("log stdout len 4096 format rfc5424 local3 notice err").logs())
        .containsExactly(
            new LogTargetConfig(
                new Target.Descriptor(1),
                4096,
                SyslogFormat.RFC5424,
                SyslogFacility.LOCAL3,
                SyslogLevel.NOTICE,
                SyslogLevel.ERR));
    assertThat(global("log stdout daemon").logs())
        .containsExactly(
            new LogTargetConfig(
                new Target.Descriptor(1),
                1024,
                SyslogFormat.LOCAL,
                SyslogFacility.DAEMON,
                SyslogLevel.DEBUG,
                SyslogLevel.EMERG));
  }

  @Test
  void sendsHostNameInRfc3164UnlessToldOtherwise() {
    GlobalConfig global =
        global("log stdout daemon\n log stdout format raw daemon\n log-send-hostname");
    assertThat(global.hostName()).isEqualTo(new LogHostName.OfSystem());
    assertThat(global.logs())
        .extracting(LogTargetConfig::format)
        .containsExactly(SyslogFormat.RFC3164, SyslogFormat.RAW);
  }

  @Test
  void forgetsLogsWithNoLog() {
    assertThat(global("log stdout daemon\n no log").logs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MISSING_ARGUMENT log",
        "MISSING_ARGUMENT log stdout",
        "BAD_CHOICE log stdout deamon",
        "BAD_CHOICE log stdout daemon warn",
        "EXTRA_ARGUMENT log stdout daemon info err x",
        "BAD_NUMBER log stdout len 79 daemon",
        "BAD_NUMBER log stdout len daemon",
        "BAD_CHOICE log stdout format rew daemon",
        "BAD_PORT log 192.0.2.1:0 daemon",
        "BAD_PORT log 192.0.2.1:1-2 daemon",
        "NOT_SUPPORTED_YET log ring@x daemon",
        "NOT_SUPPORTED_YET log tcp@192.0.2.1 daemon",
        "BAD_ADDRESS log abns@x daemon",
        "NOT_SUPPORTED_YET log stdout sample 1:2 daemon",
        "EXTRA_ARGUMENT no log stdout daemon",
        "BAD_PREFIX default log",
        "UNKNOWN_HOST log global",
      })
  void refusesLogLine(String codeAndLine) {
    String[] parts = codeAndLine.split(" ", 2);
    assertThat(lines("global\n " + parts[1] + "\n")).containsExactly("ALERT " + parts[0] + " 2");
  }
}
