package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.trace.Traces;
import io.turnout.proxy.testing.FreePorts;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.spi.OptionException;
import io.turnout.spi.Plugin;
import io.turnout.spi.Plugins;
import io.turnout.spi.SpiLevel;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsCounters;
import io.turnout.spi.TlsFailure;
import io.turnout.spi.TlsProvider;
import io.turnout.spi.TlsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a proxy does with its lines' TLS, whatever provides it. */
class TlsLinesTest {
  private static final String CONFIG =
      """
      listen l
        bind 127.0.0.1:1 ssl crt a.pem
        bind 127.0.0.1:1 ssl crt b.pem
        server s 127.0.0.1:9 ssl verify none
      """;

  private final List<FakeContext> contexts = new ArrayList<>();

  /** Of a line that is the n-th one, and which breaks in one way or another. */
  private static final class FakeContext implements TlsContext, XprtFactory {
    private final int number;
    private int reloads;

    FakeContext(int number) {
      this.number = number;
    }

    @Override
    public XprtFactory factory() {
      return this;
    }

    @Override
    public void reload() throws OptionException {
      reloads++;
      switch (number) {
        case 0 -> throw new IllegalStateException("broken");
        case 1 -> throw new OptionException("refused");
        default -> {}
      }
    }

    @Override
    public List<String> warnings() {
      return List.of("warned");
    }

    @Override
    public String engine() {
      return "fake";
    }

    @Override
    public TlsCounters counters() {
      return new TlsCounters(number, 7, Map.of(TlsFailure.EXPIRED, 3L), Map.of());
    }

    @Override
    public String name() {
      return "ssl";
    }

    @Override
    public XprtOps create(Connection connection) {
      throw new AssertionError("nobody connects");
    }
  }

  private final class FakeProvider implements TlsProvider {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public int level() {
      return SpiLevel.CURRENT;
    }

    @Override
    public TlsContext newContext(TlsSettings settings, Traces traces) {
      contexts.add(new FakeContext(contexts.size()));
      return contexts.getLast();
    }
  }

  private Proxy proxy() {
    ProxyParts system = ProxyParts.ofSystem();
    ProxyParts parts =
        new ProxyParts(
            system.muxes(),
            system.xprts(),
            system.handshakes(),
            system.handshakeXprts(),
            new Plugins<>(List.of(new Plugin<>(new FakeProvider(), "test")), List.of()),
            new FreePorts(system.traces()),
            system.clock(),
            system.pollers(),
            system.traces());
    return Proxy.start(RunningProxy.parse(CONFIG), parts);
  }

  @Test
  void everyLineIsReadAgainWhateverOthersDo() {
    try (Proxy proxy = proxy()) {
      assertThat(proxy.reloadCertificates())
          .containsExactly(
              "bind, test.cfg:2: it cannot be read again: java.lang.IllegalStateException: broken",
              "bind, test.cfg:3: refused",
              "server s, test.cfg:4: warned");
    }
    assertThat(contexts).hasSize(3).allMatch(context -> context.reloads == 1);
  }

  @Test
  void tellsHowTheHandshakesOfEachLineEnded() {
    try (Proxy proxy = proxy()) {
      assertThat(proxy.tlsLines())
          .extracting(TlsLine::line)
          .containsExactly("bind, test.cfg:2", "bind, test.cfg:3", "server s, test.cfg:4");
      assertThat(proxy.tlsLines().getLast())
          .isEqualTo(new TlsLine("server s, test.cfg:4", "fake", contexts.getLast().counters()));
      assertThat(proxy.dump())
          .contains(
              "tls bind, test.cfg:3 engine=fake full=1 resumed=7 failed={EXPIRED=3} broken={}");
    }
  }
}
