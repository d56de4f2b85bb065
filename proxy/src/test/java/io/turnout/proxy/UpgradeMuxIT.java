package io.turnout.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.trace.Traces;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestCertificates;
import io.turnout.proxy.testing.TlsPeers;
import io.turnout.proxy.testing.UpgradeMux;
import io.turnout.spi.Plugins;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Certificates;
import io.turnout.spi.TlsSettings.Engine;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A plugin puts the TLS of another one under its own mux, while the connection lives. */
class UpgradeMuxIT {
  private static final String NAME = "www.example.com";

  @TempDir static Path folder;
  private static Path identity;
  private static TlsPeers peers;

  @RegisterExtension final Rig rig = new Rig();
  private LogCapture log;

  @BeforeAll
  static void makeCertificates() throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    identity = certificates.issue(NAME);
    peers = certificates.peers(identity);
  }

  @BeforeEach
  void listenToTheLog() throws IOException {
    log = rig.own(new LogCapture());
  }

  private RunningProxy proxy(Engine engine) throws Exception {
    TlsSettings settings = TlsSettings.front(Certificates.of(identity)).withEngine(engine);
    TlsContext tls = Plugins.tls().named("ssl").orElseThrow().newContext(settings, new Traces());
    String sections =
        """
        listen front
          bind 127.0.0.1:1 proto upgrade
          %s
          server s1 127.0.0.1:%d
        """
            .formatted(log.tcplog(), rig.echo().port());
    return rig.start(Rig.configuration("", sections), List.of(new UpgradeMux(tls.factory())));
  }

  @ParameterizedTest
  @EnumSource(names = {"CONSCRYPT", "JDK"})
  void muxPutsTlsUnderItself(Engine engine) throws Exception {
    Socket clear = rig.own(new Socket("127.0.0.1", proxy(engine).port()));
    clear.getOutputStream().write("SECURE\n".getBytes(US_ASCII));
    assertThat(clear.getInputStream().readNBytes(3)).asString().isEqualTo("OK\n");

    SSLSocket secured = peers.over(clear);
    Peer client = rig.own(TlsPeers.peer(secured));
    client.send("hello");

    assertThat(client.receive(5)).isEqualTo("hello");
  }

  @Test
  void clearBytesBehindItsLineCloseTheConnection() throws Exception {
    Peer client = rig.connect(proxy(Engine.AUTO));
    client.send("SECURE\nin clear");

    assertThat(client.drain().bytes()).isZero();
    assertThat(log.next()).contains("Received clear text behind the request to start TLS");
  }
}
