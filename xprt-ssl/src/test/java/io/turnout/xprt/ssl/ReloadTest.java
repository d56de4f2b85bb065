package io.turnout.xprt.ssl;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.trace.TraceSource;
import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.xprt.ssl.engine.Terms;
import io.turnout.xprt.ssl.engine.TlsEngineFactory;
import io.turnout.xprt.ssl.engine.TlsEngines;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReloadTest {
  /** Reads what it warns of, and takes its time for the second time. */
  private static final class SlowEngines implements TlsEngines {
    private final TlsEngines fake = new FakeEngine(false).engines();
    private final AtomicInteger times = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public TlsEngineFactory newFactory(Terms terms, List<String> warnings) throws OptionException {
      int time = times.incrementAndGet();
      warnings.add("read for the time " + time);
      if (time == 2) {
        begun.countDown();
        try {
          mayEnd.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return fake.newFactory(terms, warnings);
    }
  }

  private static Thread reloading(SslContext context) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            context.reload();
          } catch (OptionException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void whatIsReadLastStays() throws Exception {
    SlowEngines engines = new SlowEngines();
    SslContext context =
        new SslContext(TlsSettings.back(Trust.NONE), engines, new TraceSource("ssl", "for tests"));
    Thread slow = reloading(context);
    engines.begun.await();
    Thread quick = reloading(context);
    while (quick.isAlive() && quick.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    engines.mayEnd.countDown();
    slow.join();
    quick.join();
    assertThat(context.warnings()).containsExactly("read for the time 3");
  }
}
