package io.turnout.core.conn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.internal.linux.Allocation;
import io.turnout.core.loop.TestLoop;
import io.turnout.core.trace.Recordings;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("recording")
class FlightEventsTest {
  private final TestLoop test = new TestLoop();
  private final Target server = () -> "s1";
  private final CtlOps ctl = mock();
  private final XprtOps xprt = mock();
  private final MuxOps mux = mock(MuxOps.class, withSettings().extraInterfaces(Swappable.class));
  private final MuxFactory muxes = mock();

  @BeforeEach
  void layers() {
    when(ctl.name()).thenReturn("tcpv4");
    when(ctl.remoteAddress()).thenReturn(new Ip4Address(0x7f000001, 80));
    when(ctl.bytesReceived()).thenReturn(5L);
    when(ctl.bytesSent()).thenReturn(6L);
    when(xprt.name()).thenReturn("RAW");
    when(muxes.name()).thenReturn("pt");
    when(muxes.create(any())).thenReturn(mux);
    when(mux.init(any(), any(), any())).thenReturn(true);
  }

  @Test
  void tellsOfAConnectionWithAllItsLayers() throws IOException {
    RecordedEvent event = recordedOnce(connected());
    assertThat(event.getString("side")).isEqualTo("back");
    assertThat(event.getString("target")).isEqualTo("s1");
    assertThat(event.getString("peer")).isEqualTo("127.0.0.1:80");
    assertThat(event.getString("socket")).isEqualTo("tcpv4");
    assertThat(event.getString("transport")).isEqualTo("RAW");
    assertThat(event.getString("mux")).isEqualTo("pt");
    assertThat(event.getLong("bytesReceived")).isEqualTo(5);
    assertThat(event.getLong("bytesSent")).isEqualTo(6);
    assertThat(event.getString("termination")).isEqualTo("NONE");
    assertThat(event.getString("flags")).isEqualTo("CTL_READY|XPRT_READY|BACK");
  }

  @Test
  void tellsWhyAConnectionFailed() throws IOException {
    Connection connection = connected();
    connection.fail(ConnError.SSL_ALERT, "bad certificate");
    RecordedEvent event = recordedOnce(connection);
    assertThat(event.getString("termination")).isEqualTo("SSL_ALERT");
    assertThat(event.getString("detail")).isEqualTo("bad certificate");
  }

  @Test
  void namesATransportAndWhatItStandsOn() throws IOException {
    StackedXprt over = mock();
    when(over.name()).thenReturn("SSL");
    when(over.below()).thenReturn(xprt);
    XprtFactory overs = mock();
    when(overs.create(any())).thenReturn(over);
    Connection connection = connected();
    connection.installXprt(overs);
    assertThat(recordedOnce(connection).getString("transport")).isEqualTo("SSL RAW");
  }

  /** Classes that were loaded and used before must tell all the same. */
  @Test
  void tellsNothingOfAConnectionThatBeganBeforeTheRecording() throws IOException {
    Connection early = connected();
    early.open(ctl);
    assertThat(Recordings.during("turnout.Connection", early::close)).isEmpty();
    assertThat(recordedOnce(connected()).getString("target")).isEqualTo("s1");
  }

  @Test
  void tellsOfASwapAndOfARefusedOne() throws IOException {
    Buffer leftover = Objects.requireNonNull(test.loop.buffers().take());
    leftover.write(new byte[2], 0, 2);
    when(((Swappable) mux).surrenderInput()).thenReturn(leftover);
    MuxOps line = mock();
    when(line.init(any(), any(), any())).thenReturn(true);
    MuxFactory lines = mock();
    when(lines.name()).thenReturn("line");
    when(lines.create(any())).thenReturn(line);
    Connection connection = connected();
    connection.open(ctl);
    List<RecordedEvent> events =
        Recordings.during(
            "turnout.MuxSwap",
            () -> {
              connection.swapMux(lines);
              connection.swapMux(muxes);
            });
    test.loop.buffers().give(leftover);
    assertThat(events).hasSize(2);
    assertThat(events.getFirst().getString("from")).isEqualTo("pt");
    assertThat(events.getFirst().getString("to")).isEqualTo("line");
    assertThat(events.getFirst().getString("side")).isEqualTo("back");
    assertThat(events.getFirst().getString("target")).isEqualTo("s1");
    assertThat(events.getFirst().getLong("leftover")).isEqualTo(2);
    assertThat(events.getFirst().getString("refusal")).isNull();
    assertThat(events.getLast().getString("from")).isEqualTo("line");
    assertThat(events.getLast().getString("to")).isEqualTo("pt");
    assertThat(events.getLast().getString("refusal")).isEqualTo("its mux refuses to be left");
  }

  @Test
  void allocatesNothingWhileNobodyRecords() {
    assertThat(FlightEvents.connectionBegun()).isNull();
    Connection connection = connected();
    assertThat(
            Allocation.bytesPerRound(() -> {
              FlightEvents.connectionBegun();
              FlightEvents.muxSwapped(connection, "pt", "line", 0, null);
            }))
        .isZero();
  }

  private RecordedEvent recordedOnce(Connection connection) throws IOException {
    List<RecordedEvent> events =
        Recordings.during(
            "turnout.Connection",
            () -> {
              connection.open(ctl);
              connection.close();
              connection.close();
            });
    assertThat(events).hasSize(1);
    return events.getFirst();
  }

  private Connection connected() {
    Connection connection = Connection.outgoing(test.loop, server);
    connection.installXprt(
        new XprtFactory() {
          @Override
          public String name() {
            return "raw";
          }

          @Override
          public XprtOps create(Connection of) {
            return xprt;
          }
        });
    connection.installMux(muxes, null, null);
    return connection;
  }
}
