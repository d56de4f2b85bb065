package io.turnout.proxy.log;

import static io.turnout.proxy.log.Sessions.IDENTITY;
import static io.turnout.proxy.log.Sessions.line;
import static io.turnout.proxy.log.Sessions.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.proxy.config.LogTargetConfig;
import io.turnout.proxy.config.LogTargetConfig.Target;
import io.turnout.proxy.config.SyslogFacility;
import io.turnout.proxy.config.SyslogFormat;
import io.turnout.proxy.config.SyslogLevel;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class LogTargetsTest {
  private final RecordingSender sender = new RecordingSender();
  private final LogTargets targets = new LogTargets(path -> sender);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "LOCAL, <132>Nov 22 22:49:11 turnout[5291]: hi",
        "RFC3164, <132>Nov 22 22:49:11 localhost turnout[5291]: hi",
        "RFC5424, <132>1 2026-11-22T22:49:11.580000+01:00 - turnout 5291 - - hi",
        "PRIORITY, <132>hi",
        "SHORT, <4>hi",
        "TIMED, <4>2026-11-22T22:49:11.580000+01:00 hi",
        "ISO, 2026-11-22T22:49:11.580000+01:00 hi",
        "RAW, hi"
      })
  void framesLinesAsTheFormatSays(SyslogFormat format, String expected) {
    targets.open(List.of(target(format)), IDENTITY).message(SyslogLevel.WARNING, "hi", line());
    assertThat(sender.lines).containsExactly(expected + "\n");
  }

  @Test
  void namesTheSentHostAndTheTag() {
    LogIdentity named = IDENTITY.withSentHost("edge1").withTag("my tag");
    targets
        .open(List.of(target(SyslogFormat.RFC3164), target(SyslogFormat.RFC5424)), named)
        .message(SyslogLevel.INFO, "hi", line());
    assertThat(sender.lines)
        .containsExactly(
            "<134>Nov 22 22:49:11 edge1 my tag[5291]: hi\n",
            "<134>1 2026-11-22T22:49:11.580000+01:00 edge1 my tag 5291 - - hi\n");
  }

  @Test
  void filtersByTheMaximumLevelAndLowersToTheMinimum() {
    LogOutput output =
        targets.open(
            List.of(
                target(SyslogFormat.PRIORITY, 1024, SyslogLevel.NOTICE, SyslogLevel.EMERG),
                target(SyslogFormat.PRIORITY, 1024, SyslogLevel.DEBUG, SyslogLevel.WARNING)),
            IDENTITY);
    output.message(SyslogLevel.INFO, "info", line());
    output.message(SyslogLevel.ALERT, "alert", line());
    assertThat(sender.lines).containsExactly("<134>info\n", "<129>alert\n", "<132>alert\n");
  }

  @Test
  void cutsEachTargetsLinesHeaderIncluded() {
    LogOutput output =
        targets.open(
            List.of(
                target(SyslogFormat.RFC3164, 80, SyslogLevel.DEBUG, SyslogLevel.EMERG),
                target(SyslogFormat.RAW, 5000, SyslogLevel.DEBUG, SyslogLevel.EMERG)),
            IDENTITY);
    String text = "x".repeat(6000);
    output.message(SyslogLevel.INFO, text, line());
    assertThat(sender.lines.get(0)).hasSize(81).endsWith("x\n");
    assertThat(sender.lines.get(1)).isEqualTo("x".repeat(5000) + "\n");
  }

  @Test
  void tellsThatAProxyHasStopped() {
    targets.open(List.of(target(SyslogFormat.SHORT)), IDENTITY).proxyStopped("web", 12, 7, line());
    assertThat(sender.lines)
        .containsExactly("<4>Proxy web stopped (cumulated conns: FE: 12, BE: 7).\n");
  }

  @Test
  void countsLostLinesAndTellsOfThemOnceInAWhile() {
    AtomicLong now = new AtomicLong(Sessions.ACCEPT);
    LogLine line = new LogLine(now::get, Sessions.PARIS);
    LogOutput output = targets.open(List.of(target(SyslogFormat.SHORT)), IDENTITY);
    sender.refuses = true;
    output.message(SyslogLevel.INFO, "lost", line);
    output.message(SyslogLevel.INFO, "lost", line);
    sender.refuses = false;
    output.message(SyslogLevel.INFO, "a", line);
    sender.refuses = true;
    output.message(SyslogLevel.INFO, "lost", line);
    sender.refuses = false;
    output.message(SyslogLevel.INFO, "b", line);
    now.addAndGet(10_000);
    output.message(SyslogLevel.INFO, "c", line);
    output.message(SyslogLevel.INFO, "d", line);
    assertThat(sender.lines)
        .containsExactly(
            "<6>a\n",
            "<4>2 log lines were lost: this target was full or failed.\n",
            "<6>b\n",
            "<6>c\n",
            "<4>1 log lines were lost: this target was full or failed.\n",
            "<6>d\n");
    assertThat(targets.lostLines()).isEqualTo(3);
  }

  @Test
  void sendsToASyslogServerOverUdp() throws Exception {
    try (DatagramChannel server = DatagramChannel.open()) {
      server.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      LogOutput output = open(new Target.Udp(new Ip4Address(0x7f000001, port)));
      output.message(SyslogLevel.INFO, "over UDP", line());
      ByteBuffer received = ByteBuffer.allocate(2000);
      server.receive(received);
      assertThat((Object) StandardCharsets.UTF_8.decode(received.flip()))
          .hasToString("<30>over UDP\n");
    } finally {
      targets.close();
    }
  }

  @Test
  void appendsToADescriptorThatTheParentPassed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("log");
    Files.writeString(file, "before\n");
    try (FileOutputStream inherited = new FileOutputStream(file.toFile(), true)) {
      assertThat(inherited.getFD().valid()).isTrue();
      LogOutput output = open(new Target.Descriptor(numberOf(file)));
      output.message(SyslogLevel.INFO, "one", line());
      output.message(SyslogLevel.INFO, "two", line());
      targets.close();
    }
    assertThat(file).hasContent("before\n<30>one\n<30>two\n");
  }

  @Test
  void saysWhichDescriptorIsNotOpen() {
    assertThatThrownBy(() -> open(new Target.Descriptor(999_999)))
        .isInstanceOf(LogTargetException.class)
        .hasMessageContaining("log fd@999999: ")
        .hasMessageContaining("Have the parent pass it");
  }

  @Test
  void saysThatUdpNeedsAnIpAddress() {
    assertThatThrownBy(() -> open(new Target.Udp(new UnixAddress("/x", false))))
        .isInstanceOf(LogTargetException.class)
        .hasMessageContaining("allowed: an IP address and a port");
  }

  private LogOutput open(Target target) {
    return targets.open(
        List.of(
            new LogTargetConfig(
                target,
                1024,
                SyslogFormat.PRIORITY,
                SyslogFacility.DAEMON,
                SyslogLevel.DEBUG,
                SyslogLevel.EMERG)),
        IDENTITY);
  }

  private static int numberOf(Path file) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .filter(link -> file.equals(destination(link)))
          .mapToInt(link -> Integer.parseInt(link.getFileName().toString()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Path destination(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException gone) {
      return link;
    }
  }
}
