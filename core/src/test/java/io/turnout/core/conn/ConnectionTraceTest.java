package io.turnout.core.conn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.loop.TestLoop;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceVerbosity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule TRACE-01 of connections, and of rule SWAP-04 what concerns traces. */
class ConnectionTraceTest {
  private final TestLoop test = new TestLoop();
  private final Session session = mock();
  private final CtlOps ctl = mock();
  private final MuxOps old = mock(MuxOps.class, withSettings().extraInterfaces(Swappable.class));
  private final Connection connection = Connection.accepted(test.loop, () -> "listener", session);
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void start() {
    test.traces
        .source("conn", "")
        .start(
            TraceLevel.DEVELOPER,
            TraceVerbosity.SIMPLE,
            (source, level, text) -> told.add(level.name().toLowerCase(Locale.ROOT) + " " + text));
    connection.open(ctl);
    connection.installMux(factory("pt", old, true), null, null);
    clearInvocations(old);
    told.clear();
  }

  @Test
  void tellsOfItsLife() {
    Connection other = Connection.outgoing(test.loop, () -> "s1");
    other.open(ctl);
    other.installMux(factory("pt", mock(), true), null, null);
    other.fail(ConnError.SSL_ALERT, "bad certificate");
    other.fail(ConnError.EPIPE);
    other.close();
    other.close();
    assertThat(told)
        .extracting(line -> line.replaceAll(" n=.*", ""))
        .containsExactly(
            "user [conn|conn] installMux pt",
            "error [conn|conn] fail SSL_ALERT: bad certificate",
            "user [conn|conn] close");
  }

  /** Rule MUX-10: {@code close} comes from {@code destroy}. */
  @Test
  void looksAtNoMuxThatIsBeingDestroyed() {
    connection.close();
    assertThat(told).hasSize(1).first().asString().startsWith("user [conn|conn] close");
    verify(old, never()).describe(any());
  }

  @Test
  void namesBothMuxesAndTheLeftoverOfASwap() {
    Buffer leftover = Objects.requireNonNull(test.loop.buffers().take());
    leftover.write(new byte[1], 0, 1);
    when(((Swappable) old).surrenderInput()).thenReturn(leftover);
    connection.swapMux(factory("line", mock(), true));
    test.loop.buffers().give(leftover);
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("user [conn|conn] swapMux pt>line DONE n=1 : ");
  }

  @Test
  void namesBothMuxesOfASwapThatWasTakenBack() {
    connection.swapMux(factory("line", mock(), false));
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("user [conn|conn] swapMux pt>line FAILED n=0 : ");
  }

  @Test
  void tellsOfATransportUnderItsMux() {
    XprtFactory xprts = mock();
    when(xprts.name()).thenReturn("ssl");
    connection.addTransport(xprts, 0);
    connection.addTransport(xprts, 3);
    assertThat(told)
        .extracting(line -> line.replaceAll(" n=.*", ""))
        .containsExactly(
            "user [conn|conn] addTransport ssl DONE",
            "error [conn|conn] fail INJECTION",
            "user [conn|conn] addTransport ssl INJECTION");
  }

  @Test
  void tellsNothingWhenSwitchedOff() {
    test.traces.source("conn", "").stop();
    connection.swapMux(factory("line", mock(), true));
    connection.fail(ConnError.ERESET);
    connection.close();
    assertThat(told).isEmpty();
  }

  private static MuxFactory factory(String name, MuxOps made, boolean starts) {
    MuxFactory factory = mock();
    when(factory.name()).thenReturn(name);
    when(factory.create(any())).thenReturn(made);
    when(made.init(any(), any(), any())).thenReturn(starts);
    return factory;
  }
}
