package io.turnout.proxy.log;

import static io.turnout.proxy.log.Sessions.formatted;
import static io.turnout.proxy.log.Sessions.served;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.core.conn.MuxExitStatus;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFormatTest {
  @Test
  void writesTcplog() {
    assertThat(formatted(LogFormat.TCP, served()))
        .isEqualTo(
            "127.0.0.1:56636 [22/Nov/2026:22:49:10.346] front back/s1 1/20/1234 98765432101 --"
                + " 6/5/4/3/0 7/8");
  }

  @Test
  void writesTcplogOfASessionWithoutServer() {
    LogRecord record = new LogRecord();
    record.client = served().client;
    record.acceptMillis = Sessions.ACCEPT;
    record.frontend = "li2";
    record.backend = "li2";
    record.termination =
        TerminationCode.of(TerminationCode.Cause.PROXY, TerminationCode.State.REQUEST);
    assertThat(formatted(LogFormat.TCP, record))
        .isEqualTo(
            "127.0.0.1:56636 [22/Nov/2026:22:49:10.346] li2 li2/<NOSRV> -1/-1/0 0 PR 0/0/0/0/0"
                + " 0/0");
  }

  @Test
  void writesClf() {
    assertThat(formatted(LogFormat.TCP_CLF, served()))
        .isEqualTo(
            "127.0.0.1 - - [22/Nov/2026:21:49:10 +0000] \"TCP \" 000 98765432101 \"\" \"\" 56636"
                + " 346 \"front\" \"back\" \"s1\" 5 1 20 1234 42 ---- 6 5 4 3 0 7 8 \"\" \"\" ");
  }

  @Test
  void writesHowTheMuxesWorkEnded() {
    LogRecord record = served();
    assertThat(formatted("%ts %cmx %smx", record)).isEqualTo("-- - -");
    record.clientMuxExit = MuxExitStatus.SUCCESS;
    record.serverMuxExit = MuxExitStatus.TIMEOUT;
    assertThat(formatted("%ts %cmx %{+Q}smx", record)).isEqualTo("-- success \"timeout\"");
    record.clear();
    assertThat(formatted("%cmx %smx", record)).isEqualTo("- -");
  }

  @Test
  void marksEarlyTotalsAndRedispatchWithPlus() {
    LogRecord record = served();
    record.early = true;
    record.redispatched = true;
    record.retries = 3;
    assertThat(formatted("%Tw/%Tc/%Tt %B %U %rc", record))
        .isEqualTo("1/20/+1234 +98765432101 42 +3");
  }

  @Test
  void marksTlsClientsBehindTheFrontendsName() {
    LogRecord record = served();
    record.clientTls = true;
    record.tlsVersion = "TLSv1.3";
    record.tlsCipher = "TLS_AES_128_GCM_SHA256";
    assertThat(formatted("%f %ft %{+Q}ft %sslv/%sslc", record))
        .isEqualTo("front front~ \"front~\" TLSv1.3/TLS_AES_128_GCM_SHA256");
  }

  @Test
  void writesDashOrEmptyQuotesForWhatIsNotThere() {
    assertThat(formatted("%ID %sslv %bi:%bp|%{+Q}ID %{+Q}bi %{+Q}bp", new LogRecord()))
        .isEqualTo("- - -:-|\"\" \"\" \"\"");
  }

  @Test
  void writesNumbersAndAddressesInHexadecimal() {
    assertThat(formatted("%{+X}o %ci %cp %si %Ts %ms %pid %rt %lc %B", served()))
        .isEqualTo(
            "7F000001 DD3C 0A0000FF 6A11F3D6 15A 14AB 0011 0000 98765432101"
                .replace("6A11F3D6", Long.toHexString(Sessions.ACCEPT / 1000).toUpperCase()));
  }

  @Test
  void writesProcessConstantsAndDates() {
    assertThat(formatted("%H %pid %T|%Tl|%t|%Ts", served()))
        .isEqualTo(
            "vm 5291 22/Nov/2026:21:49:10 +0000|22/Nov/2026:22:49:10"
                + " +0100|22/Nov/2026:22:49:10.346|"
                + Sessions.ACCEPT / 1000);
  }

  @Test
  void takesHandshakeQueueAndConnectFromTheTotalForDataTime() {
    assertThat(formatted("%Th %Td %Tu", served())).isEqualTo("5 1208 1234");
    assertThat(formatted("%Td", new LogRecord())).isEqualTo("-1");
  }

  @Test
  void writesTheListenersNumberForUnixClients() {
    LogRecord record = served();
    record.client = new UnixAddress("", false);
    record.destination = new UnixAddress("/run/u.sock", false);
    assertThat(formatted("%ci:%cp %fi:%fp", record)).isEqualTo("unix:1 unix:1");
  }

  @ParameterizedTest
  @CsvSource({
    "::1, ::1",
    "::, ::",
    "2001:db8::, 2001:db8::",
    "2001:db8::1:0:0:1, 2001:db8::1:0:0:1",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
    "fe80:0:0:0:1:0:0:0, fe80::1:0:0:0",
    "0:0:1::, 0:0:1::",
    "abcd:ef01::10a, abcd:ef01::10a"
  })
  void writesIpv6InItsShortForm(String text, String expected) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(text).getAddress());
    LogRecord record = served();
    record.client = new Ip6Address(bytes.getLong(), bytes.getLong(), 99, 0);
    assertThat(formatted("%ci:%cp %{+Q}ci", record))
        .isEqualTo(expected + ":99 \"" + expected + "\"");
  }

  @Test
  void writesMappedIpv4AndHexadecimalIpv6() {
    LogRecord record = served();
    record.client = new Ip6Address(0, 0xffff_0a00_0001L, 99, 0);
    assertThat(formatted("%ci %{+X}ci", record))
        .isEqualTo("::ffff:10.0.0.1 00000000000000000000FFFF0A000001");
  }

  @Test
  void keepsDefaultFlagsUntilTheyAreTakenAway() {
    assertThat(formatted("%{+Q}o%f %{-Q}f %f %{+X,-Q}ci", served()))
        .isEqualTo("\"front\" front \"front\" 7F000001");
  }

  @Test
  void dropsLeadingAndRepeatedSpacesAlsoAcrossEmptyAliases() {
    assertThat(formatted("  %{+Q}o a   b\t%%  %hr  %hrl c ", served())).isEqualTo("a b\t% c ");
  }

  @Test
  void endsAnAliasAtTheFirstOtherCharacter() {
    assertThat(formatted("[%ts-- %tsc]", served())).isEqualTo("[---- ----]");
  }

  @Test
  void escapesAndNeverLetsATextForgeALine() {
    LogRecord record = served();
    record.frontend = "a\"b]\\\n";
    record.backend = "é€\uD83D\uDE00";
    assertThat(formatted("%{+E}f %{+Q}f %b", record))
        .isEqualTo("a\\\"b\\]\\\\#0A \"a\"b]\\#0A\" é€\uD83D\uDE00");
  }

  /** Texts and values alike; what came behind the cut counts for nothing. */
  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, a",
    "2, a",
    "3, a",
    "4, a€",
    "5, a€",
    "6, a€é",
    "7, a€é",
    "9, a€é",
    "10, a€é\uD83D\uDE00",
    "11, a€é\uD83D\uDE00b",
  })
  void cutsBetweenCharacters(int bytes, String expected) {
    String text = "a€é\uD83D\uDE00b";
    LogRecord record = served();
    record.frontend = text;
    for (String format : List.of("%f", text, text + "%f")) {
      LogFormat compiled = LogFormat.compile(format, Sessions.IDENTITY);
      byte[] cut = compiled.bytes(record, LogLine.onSystemClock(), bytes);
      assertThat(new String(cut, UTF_8)).isEqualTo(expected);
    }
  }

  @Test
  void reportsAllProblemsWithTheirPositions() {
    assertThatThrownBy(() -> LogFormat.compile("%ci %Tr %[src] %{+Z}f %TS %", Sessions.IDENTITY))
        .isInstanceOfSatisfying(
            LogFormatException.class,
            e ->
                assertThat(e.problems().stream().map(Object::toString))
                    .containsExactly(
                        "character 5: alias '%Tr' needs HTTP mode, and this proxy is in TCP mode."
                            + " Remove it",
                        "character 9: '%[fetch]' is not supported yet. Use aliases, such as %ci",
                        "character 17: got flag '+Z', allowed: +Q -Q +E -E +X -X, with commas"
                            + " between",
                        "character 23: no alias '%TS'. Nearest: '%Ts', '%ts'."
                            + " Write '%%' for a percent sign",
                        "character 27: '%' with no name. Write '%%' for a percent sign"));
  }

  @Test
  void refusesWhatIsNotSupportedYet() {
    assertThatThrownBy(() -> LogFormat.compile("%{+json}o %(x)ci", Sessions.IDENTITY))
        .hasMessageContaining("character 2: flag '+json' is not supported yet. Allowed: Q, E, X")
        .hasMessageContaining("character 11: '%(name)alias' is not supported yet");
    assertThatThrownBy(() -> LogFormat.compile("%{+Q", Sessions.IDENTITY))
        .hasMessageEndingWith("character 2: '{' has no '}'. Write flags as '%{+Q}name'");
    assertThatThrownBy(() -> LogFormat.compile("%ztop", Sessions.IDENTITY))
        .hasMessageContaining("Allowed: B H ID ST T Tc Td");
    assertThatThrownBy(() -> LogFormat.compile("%pdi %tscc", Sessions.IDENTITY))
        .hasMessageContaining("no alias '%pdi'. Nearest: '%pid'.")
        .hasMessageContaining("no alias '%tscc'. Nearest: '%tsc'.");
  }

  @Test
  void writesNumbersOfAnySize() {
    LogRecord record = served();
    record.bytesToClient = Long.MAX_VALUE;
    record.bytesFromClient = Long.MIN_VALUE;
    record.totalMillis = 10;
    assertThat(formatted("%B %U %Tt", record))
        .isEqualTo("9223372036854775807 -9223372036854775808 10");
  }
}
