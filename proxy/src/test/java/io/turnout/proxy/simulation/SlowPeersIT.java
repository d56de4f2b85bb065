package io.turnout.proxy.simulation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.trace.Traces;
import io.turnout.proxy.Proxy;
import io.turnout.proxy.ProxyParts;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.spi.Plugins;
import io.turnout.tck.sim.SimDriver;
import io.turnout.tck.sim.SimFaults;
import io.turnout.tck.sim.SimNetwork;
import io.turnout.tck.sim.SimRemote;
import io.turnout.tck.sim.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that say a byte now and then get no more time than those that say none; in simulated
 * time.
 */
class SlowPeersIT {
  private static final Address CLIENT = new Ip4Address(0x0a000201, 30_000);
  private static final Address FRONT = new Ip4Address(0x0a000002, 80);
  private static final Address SERVER = new Ip4Address(0x0a000101, 8000);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final String MYSQL_TLS_REQUEST =
      "\u0020\0\0\1" + "\0\u008a\u000f\0" + "\0\0\0\1\u0021" + "\0".repeat(23);

  @TempDir static Path folder = Path.of("");

  private static Path certificate = Path.of("");

  private final Simulation simulation = new Simulation(1);
  private final SimNetwork network = new SimNetwork(simulation, SimFaults.NONE);
  private LogCapture log;

  @BeforeAll
  static void makeCertificate() throws IOException {
    OpenSslCommand.needed();
    certificate = OpenSslCommand.certificate(folder, "edge");
  }

  @BeforeEach
  void listenToTheLog() throws IOException {
    log = new LogCapture();
  }

  @AfterEach
  void closeTheLog() {
    log.close();
  }

  @Test
  void givesUpClientWhoseHelloIsTooSlow() throws Exception {
    assertGivenUp("", "", hello());

    assertThat(log.next()).contains(" front/sock-1: Timeout during SSL handshake");
  }

  @Test
  void givesUpMysqlClientWhoseRequestForTlsIsTooSlow() throws Exception {
    String greeting = "\n10.11\0\1\0\0\0" + "12345678\0\0\u0082" + "\0".repeat(29);
    String packet = (char) greeting.length() + "\0\0\0" + greeting;
    assertGivenUp("starttls mysql", packet, MYSQL_TLS_REQUEST.getBytes(ISO_8859_1));

    assertThat(log.next()).contains("Timeout during STARTTLS dialogue");
  }

  /** What a TLS client says first. */
  private static byte[] hello() throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer said = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), said);
    return Arrays.copyOf(said.array(), said.position());
  }

  /** A client says one byte after the other, once it has heard what a server greets it with. */
  private void assertGivenUp(String bind, String greeting, byte[] words) {
    assertThat(PAUSE.multipliedBy(words.length)).isGreaterThan(LIMIT.multipliedBy(2));
    Proxy proxy = proxy(bind);
    SimDriver driver = new SimDriver(simulation, network, proxy.loops());
    network.serve(
        SERVER, socket -> SimRemote.on(simulation, socket).send(greeting.getBytes(ISO_8859_1)));
    SimRemote client = SimRemote.on(simulation, network.dial(CLIENT, FRONT));
    assertThat(driver.runUntil(() -> client.receivedBytes() == greeting.length())).isTrue();
    long begun = simulation.clock().nanoTime();
    for (int i = 0; i < words.length; i++) {
      byte[] next = {words[i]};
      simulation.after(PAUSE.multipliedBy(i + 1).toNanos(), () -> client.send(next));
    }

    assertThat(driver.runUntil(() -> client.hasEnded() || client.failure() != 0)).isTrue();

    assertThat(Duration.ofNanos(simulation.clock().nanoTime() - begun))
        .isBetween(LIMIT.minus(PAUSE), LIMIT.plus(PAUSE));
    proxy.close();
  }

  private Proxy proxy(String bind) {
    String configuration =
        Rig.configuration(
            "",
            """
              timeout client 1h
              timeout client-hs %dms
            listen front
              bind 10.0.0.2:80 ssl crt %s %s
              %s
              server s1 10.0.1.1:8000
            """
                .formatted(LIMIT.toMillis(), certificate, bind, log.tcplog()));
    ProxyParts parts =
        new ProxyParts(
            Plugins.muxes(),
            Plugins.xprts(),
            Plugins.handshakes(),
            Plugins.handshakeXprts(),
            Plugins.tls(),
            network,
            simulation.clock(),
            List.of(),
            new Traces());
    return Proxy.onLoops(
        RunningProxy.parse(configuration),
        parts,
        (index, tuning) -> network.newLoop(index, 16384, Integer.MAX_VALUE, true));
  }
}
