package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.proxy.testing.DatagramReader;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProxyProcess;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TcpLogLine;
import io.turnout.proxy.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is logged, and where it arrives. */
class LogsIT {
  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;
  private LogCapture log;

  @BeforeEach
  void listenToTheLog() throws Exception {
    log = rig.own(new LogCapture());
  }

  private void serveOne(RunningProxy proxy) throws Exception {
    Peer client = rig.connect(proxy);
    client.send("hello");
    client.halfClose();
    assertThat(client.receiveAll()).isEqualTo("hello");
  }

  @Test
  void tellsOfTheStartWithoutAFormat() throws Exception {
    RunningProxy proxy = rig.proxyTo(rig.echo(), log.to());

    serveOne(proxy);

    assertThat(log.next())
        .matches(
            "Connect from 127\\.0\\.0\\.1:\\d+ to 127\\.0\\.0\\.1:%d \\(front/TCP\\)"
                .formatted(proxy.port()));
  }

  @Test
  void tellsBothOfOurOwnEnds() throws Exception {
    RunningProxy proxy = rig.proxyTo(rig.echo(), log.to(), "log-format \"%fi:%fp %bi:%bp\"");

    serveOne(proxy);

    assertThat(log.next())
        .matches("127\\.0\\.0\\.1:%d 127\\.0\\.0\\.1:[1-9]\\d+".formatted(proxy.port()));
  }

  /** Rule MUX-12. */
  @Test
  void tellsHowTheMuxesWorkEnded() throws Exception {
    RunningProxy proxy = rig.proxyTo(rig.echo(), log.to(), "log-format \"%ts %cmx %smx\"");
    serveOne(proxy);
    assertThat(log.next()).isEqualTo("-- success success");

    RunningProxy early =
        rig.proxyTo(rig.echo(), log.to(), "option logasap", "log-format \"%ts %cmx %smx\"");
    serveOne(early);
    assertThat(log.next()).isEqualTo("-- - -");
  }

  @Test
  void tellsThatAMuxCannotTellWhenTheClientWasTooSlow() throws Exception {
    RunningProxy proxy =
        rig.proxyTo(rig.server(), log.to(), "timeout client 50ms", "log-format \"%ts %cmx %smx\"");
    rig.connect(proxy);
    assertThat(log.next()).isEqualTo("cD unknown unknown");
  }

  @Test
  void tellsOfNoServersMuxWhereThereWasNoServer() throws Exception {
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1
              %s
              log-format "%%ts %%smx"
            """
                .formatted(log.to()));
    rig.connect(proxy);
    assertThat(log.next()).isEqualTo("SC -");
  }

  @Test
  void skipsConnectionsWithoutDataWithDontlognull() throws Exception {
    RunningProxy proxy = rig.proxyTo(rig.echo(), log.tcplog(), "option dontlognull");
    Peer silent = rig.connect(proxy);
    silent.halfClose();
    silent.receiveAll();

    serveOne(proxy);

    assertThat(log.nextTcp().bytes()).isEqualTo(5);
  }

  @Test
  void tellsOfRedispatch() throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1
              balance first
              retries 1
              option redispatch
              %s
              server dead 127.0.0.1:%d
              server alive 127.0.0.1:%d
            """
                .formatted(log.tcplog(), Rig.deadPort(), server.port()));

    serveOne(proxy);

    TcpLogLine line = log.nextTcp();
    assertThat(line.termination()).isEqualTo("--");
    assertThat(line.server()).isEqualTo("alive");
    assertThat(line.retries()).isEqualTo("+1");
  }

  @Test
  void writesSyslogToAUnixSocket() throws Exception {
    assumeTrue(DatagramReader.canRead(), "socat is missing: install socat");
    Path socket = folder.resolve("log.sock");
    DatagramReader reader = rig.own(new DatagramReader(socket));
    // Ends each line, which a datagram does not need.
    RunningProxy proxy =
        rig.proxyTo(rig.echo(), "log " + socket + " local0", "log-format \"%b/%s %ts\\n\"");

    serveOne(proxy);

    assertThat(reader.next()).startsWith("<134>").contains("front/s1 --");
  }

  @Test
  void backendTellsOfItsEndWhereItsOwnLogIs() throws Exception {
    LogCapture tagged = rig.own(new LogCapture());
    RunningProxy proxy =
        rig.proxy(
            """
            frontend web
              bind 127.0.0.1:1
              default_backend web
            backend web
              log-tag edge
              %s
              server s1 127.0.0.1:%d
            backend off
              disabled
              %s
              server s1 127.0.0.1:1
            """
                .formatted(tagged.to().replace("raw", "rfc3164"), rig.echo().port(), log.to()));
    serveOne(proxy);

    proxy.close();

    assertThat(tagged.next())
        .contains(" edge[")
        .endsWith("Proxy web stopped (cumulated conns: FE: 0, BE: 1).");
    assertThat(log.quietFor(50)).isTrue();
  }

  @Test
  void writesToStandardOutput() throws Exception {
    TestServer server = rig.echo();
    String config =
        Rig.configuration("", Rig.listen(server, "log stdout format raw local0", "option tcplog"));
    try (ProxyProcess proxy = new ProxyProcess(ProxyProcess.configuration(folder, config))) {
      Peer client = rig.connect(proxy.port());
      client.send("hello");
      client.halfClose();
      assertThat(client.receiveAll()).isEqualTo("hello");

      assertThat(proxy.nextLine()).contains(" front front/s1 ").contains(" 5 -- ");
    }
  }
}
