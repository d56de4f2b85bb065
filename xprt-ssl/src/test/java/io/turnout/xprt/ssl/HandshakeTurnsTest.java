package io.turnout.xprt.ssl;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.XprtFactory;
import io.turnout.core.trace.TraceSource;
import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Verify;
import io.turnout.tck.sim.SimFaults;
import io.turnout.xprt.ssl.engine.ConscryptEngines;
import io.turnout.xprt.ssl.engine.JdkEngines;
import io.turnout.xprt.ssl.engine.TlsEngine;
import io.turnout.xprt.ssl.engine.TlsEngines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many handshakes at once, and a loop that others want, too. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HandshakeTurnsTest {
  private static final int CLIENTS = 12;

  private final Set<TlsEngine> thisTurn = Collections.newSetFromMap(new IdentityHashMap<>());
  private int steps;
  private int most;

  /** Before each turn of the loop. */
  private void turned() {
    most = Math.max(most, thisTurn.size());
    steps += thisTurn.size();
    thisTurn.clear();
  }

  private XprtFactory tls(TlsSettings settings, TlsEngines engines) throws OptionException {
    TraceSource trace = new TraceSource("ssl", "for tests");
    return new SslContext(settings, new StepEngines(engines, thisTurn::add), trace).factory();
  }

  @ParameterizedTest
  @CsvSource({"jdk,TLSv1.2", "jdk,TLSv1.3", "conscrypt,TLSv1.2", "conscrypt,TLSv1.3"})
  void oneHandshakeGoesOnInATurn(String engine, String version) throws OptionException {
    TlsEngines engines = engine.equals("jdk") ? new JdkEngines() : ConscryptEngines.load();
    XprtFactory serves =
        tls(
            TlsSettings.front(Certificates.show("server-ec.pem"))
                .withPolicy(EngineConformance.version(version)),
            engines);
    XprtFactory asks =
        tls(
            TlsSettings.back(Certificates.trust(Verify.REQUIRED))
                .withServerName(connection -> "www.example.com"),
            engines);
    SimPair pair = new SimPair(2, SimFaults.NONE, serves, 16384);
    List<Talker> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(pair.connect(asks));
    }
    pair.until(() -> {
      turned();
      return pair.servers().size() == CLIENTS
          && clients.stream().allMatch(Talker::isReady)
          && pair.servers().stream().allMatch(Talker::isReady);
    });
    assertThat(most).isOne();
    // A hello, its answer, and what follows that: three for each at least.
    assertThat(steps).isGreaterThanOrEqualTo(3 * CLIENTS);
    clients.forEach(Talker::close);
    pair.servers().forEach(Talker::close);
  }
}
