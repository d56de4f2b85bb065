package io.turnout.core.conn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.turnout.core.loop.TestLoop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;

class ConnectionTest {
  private final TestLoop test = new TestLoop();
  private final Session session = mock();
  private final CtlOps ctl = mock();
  private final XprtOps xprt = mock();
  private final MuxOps mux = mock();
  private final MuxFactory muxes = mock();
  private final XprtFactory xprts = mock();
  private final Target target = () -> "listener";
  private final Connection connection = Connection.accepted(test.loop, target, session);

  @BeforeEach
  void layers() {
    when(mux.name()).thenReturn("BROKEN");
    when(muxes.name()).thenReturn("broken");
    when(muxes.create(connection)).thenReturn(mux);
    when(xprts.create(connection)).thenReturn(xprt);
    when(mux.init(any(), any(), any())).thenReturn(true);
    when(mux.wake()).thenReturn(true);
  }

  /** Rules CONN-01 to CONN-03. */
  @Nested
  class Flags {
    @Test
    void hasItsTargetFromTheBeginning() {
      assertThat(connection.target()).isSameAs(target);
      assertThat(connection.loop()).isSameAs(test.loop);
      assertThat(connection.flags()).isZero();
      assertThat(Connection.outgoing(test.loop, target).flags()).isEqualTo(ConnFlags.BACK);
    }

    @Test
    void byteMovedProvesTheSocketAndNothingElse() {
      connection.set(ConnFlags.WAIT_XPRT);
      connection.prove();
      assertThat(connection.any(ConnFlags.WAIT_L4)).isFalse();
      assertThat(connection.all(ConnFlags.WAIT_L6 | ConnFlags.HANDSHAKE)).isTrue();
    }

    @Test
    void endOfStreamProvesTheSocketToo() {
      connection.set(ConnFlags.WAIT_L4);
      connection.readEnd();
      assertThat(connection.flags()).isEqualTo(ConnFlags.SOCK_RD_SH);
    }

    @Test
    void keepsTheFirstReasonOfFailure() {
      assertThat(connection.error()).isEqualTo(ConnError.NONE);
      connection.fail(ConnError.EREFUSED);
      connection.fail(ConnError.ERESET);
      connection.failWrite(ConnError.EPIPE);
      assertThat(connection.error()).isEqualTo(ConnError.EREFUSED);
      assertThat(connection.all(ConnFlags.NOTIFY)).isTrue();
    }

    @Test
    void failureToSendLeavesTheReadSide() {
      connection.failWrite(ConnError.EPIPE);
      connection.fail(ConnError.ERESET);
      assertThat(connection.error()).isEqualTo(ConnError.EPIPE);
    }

    @Test
    void mayReadAfterFailureToSend() {
      connection.failWrite(ConnError.EPIPE);
      assertThat(connection.flags()).isEqualTo(ConnFlags.ERROR | ConnFlags.SOCK_WR_SH);
    }

    @Test
    void describesItselfWithItsLayers() {
      connection.open(ctl);
      connection.fail(ConnError.ERESET);
      StringBuilder text = new StringBuilder();
      connection.describe(text);
      assertThat(text)
          .startsWith("conn listener SOCK_RD_SH|SOCK_WR_SH|ERROR|CTL_READY err=ERESET ctl=");
    }
  }

  /** Rule MUX-12. */
  @Nested
  class ExitStatus {
    @Test
    void isWhatTheMuxAnswers() {
      connection.installMux(muxes, null, null);
      for (MuxExitStatus status : MuxExitStatus.values()) {
        when(mux.ctl(MuxQuery.EXIT_STATUS)).thenReturn((long) status.ordinal());
        assertThat(connection.muxExitStatus()).isEqualTo(status);
      }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 5, Long.MAX_VALUE})
    void isUnknownIfTheMuxAnswersSomethingElse(long answer) {
      connection.installMux(muxes, null, null);
      when(mux.ctl(MuxQuery.EXIT_STATUS)).thenReturn(answer);
      assertThat(connection.muxExitStatus()).isEqualTo(MuxExitStatus.UNKNOWN);
    }

    @Test
    void isUnknownIfTheMuxThrowsWhichIsCounted() {
      connection.installMux(muxes, null, null);
      when(mux.ctl(MuxQuery.EXIT_STATUS)).thenThrow(new IllegalStateException("x"));
      assertThat(connection.muxExitStatus()).isEqualTo(MuxExitStatus.UNKNOWN);
      assertThat(test.loop.faults().counts()).hasSize(1);
    }

    @Test
    void isWhatTheFailureTellsWhereThereIsNoMux() {
      assertThat(connection.muxExitStatus()).isEqualTo(MuxExitStatus.UNKNOWN);
      connection.fail(ConnError.ETIMEDOUT);
      assertThat(connection.muxExitStatus()).isEqualTo(MuxExitStatus.TIMEOUT);
    }

    @ParameterizedTest
    @CsvSource({
      "SSL_TIMEOUT, TIMEOUT",
      "HANDSHAKE_TIMEOUT, TIMEOUT",
      "PRX_BAD_HDR, INVALID",
      "SSL_ALERT, INVALID",
      "INJECTION, INVALID",
      "FREE_PORTS, INTERNAL",
      "SSL_ABORT, UNKNOWN",
      "NONE, UNKNOWN"
    })
    void followsTheKindOfFailure(ConnError error, MuxExitStatus expected) {
      assertThat(MuxExitStatus.ofFailure(error)).isEqualTo(expected);
    }

    @Test
    void isInternalOnceAPluginBrokeTheConnection() {
      connection.installMux(muxes, null, null);
      assertThat(connection.muxExitStatus()).isEqualTo(MuxExitStatus.SUCCESS);
      connection.broken("broken", new IllegalStateException("x"));
      assertThat(connection.muxExitStatus()).isEqualTo(MuxExitStatus.INTERNAL);
    }
  }

  @Nested
  class ShuttingAndDraining {
    @BeforeEach
    void open() {
      connection.open(ctl);
    }

    @Test
    void shutsTheSocketOnce() {
      connection.shutWrite(true);
      connection.shutWrite(true);
      verify(ctl).shutWrite();
      assertThat(connection.any(ConnFlags.SOCK_WR_SH)).isTrue();
    }

    @Test
    void shutWaitsForATransportsLastWords() {
      connection.open(ctl);
      connection.set(ConnFlags.FAREWELL);
      connection.shutWrite(true);
      verify(ctl, never()).shutWrite();
      assertThat(connection.any(ConnFlags.SOCK_WR_SH)).isFalse();
      connection.clear(ConnFlags.FAREWELL);
      connection.shutWrite(true);
      verify(ctl).shutWrite();
    }

    @Test
    void silentShutWaitsForNoWords() {
      connection.open(ctl);
      connection.set(ConnFlags.FAREWELL);
      connection.shutWrite(false);
      assertThat(connection.any(ConnFlags.SOCK_WR_SH)).isTrue();
    }

    @Test
    void saysNothingToPeerThatEndedOrIsToHearNothing() {
      connection.readEnd();
      connection.shutWrite(true);
      verify(ctl, never()).shutWrite();
      Connection silent = Connection.outgoing(test.loop, target);
      silent.open(ctl);
      silent.shutWrite(false);
      verify(ctl, never()).shutWrite();
      assertThat(silent.any(ConnFlags.SOCK_WR_SH)).isTrue();
    }

    @Test
    void shutsNoSocketOnceClosed() {
      connection.close();
      connection.shutWrite(true);
      verify(ctl, never()).shutWrite();
    }

    @Test
    void drainThatFindsTheEndShutsTheReadSide() {
      connection.drain();
      assertThat(connection.any(ConnFlags.SOCK_RD_SH)).isFalse();
      when(ctl.drain()).thenReturn(true);
      connection.drain();
      assertThat(connection.any(ConnFlags.SOCK_RD_SH)).isTrue();
    }

    @Test
    void drainsNoMoreOnceReadingIsOver() {
      connection.readEnd();
      connection.drain();
      verify(ctl, never()).drain();
    }
  }

  @Nested
  class NotifyingTheMux {
    @Test
    void hasNobodyToTellBeforeThereIsMux() {
      assertThat(connection.notifyMux(0, true)).isTrue();
    }

    @Test
    void tellsNothingWhenNothingChanged() {
      install();
      connection.set(ConnFlags.CTL_READY | ConnFlags.XPRT_READY);
      assertThat(connection.notifyMux(0, false)).isTrue();
      verify(mux, never()).wake();
    }

    @Test
    void tellsEachChangeOfShutsAndErrors() {
      install();
      for (int bit : new int[] {ConnFlags.SOCK_RD_SH, ConnFlags.SOCK_WR_SH, ConnFlags.ERROR}) {
        int before = connection.flags();
        connection.set(bit);
        connection.notifyMux(before, false);
      }
      verify(mux, times(3)).wake();
    }

    @Test
    void tellsReadinessOnceTheLastWaitBitHasGone() {
      install();
      connection.set(ConnFlags.WAIT_L4 | ConnFlags.HANDSHAKE);
      int before = connection.flags();
      connection.prove();
      connection.notifyMux(before, false);
      verify(mux, never()).wake();
      before = connection.flags();
      connection.clear(ConnFlags.HANDSHAKE);
      connection.notifyMux(before, false);
      verify(mux).wake();
    }

    @Test
    void tellsInAnyCaseWhenForced() {
      install();
      connection.notifyMux(connection.flags(), true);
      verify(mux).wake();
    }

    @Test
    void saysWhetherTheMuxKeptTheConnection() {
      install();
      when(mux.wake()).thenReturn(false);
      assertThat(connection.notifyMux(0, true)).isFalse();
    }
  }

  /** Rule CONN-05, and that what escapes a plugin closes its one connection. */
  @Nested
  class Ending {
    @Test
    void isClosedByItsMux() {
      openAll();
      connection.release();
      verify(mux).destroy();
      verify(ctl, never()).close();
      assertThat(connection.mux()).isSameAs(mux);
    }

    @Test
    void closesItsLayersTopDownWhenThereIsNoMux() {
      connection.open(ctl);
      connection.installXprt(xprts);
      connection.release();
      InOrder order = inOrder(xprt, ctl, session);
      order.verify(xprt).close();
      order.verify(ctl).close();
      order.verify(session).connectionClosed(connection);
      assertThat(connection.xprt()).isNull();
      assertThat(connection.any(ConnFlags.CTL_READY | ConnFlags.XPRT_READY)).isFalse();
    }

    @Test
    void closesOnce() {
      openAll();
      connection.close();
      connection.close();
      connection.release();
      verify(xprt).close();
      verify(ctl).close();
      verify(session).connectionClosed(connection);
      assertThat(connection.mux()).isNull();
    }

    @Test
    void closesWithoutControlLayerAndWithoutSession() {
      Connection outgoing = Connection.outgoing(test.loop, target);
      outgoing.release();
      outgoing.open(ctl);
      outgoing.release();
      verify(ctl).close();
      verifyNoInteractions(session);
    }

    @Test
    void muxThatThrowsLosesItsConnection() {
      openAll();
      when(mux.wake()).thenThrow(new IllegalStateException("broken on purpose"));
      assertThat(connection.notifyMux(0, true)).isFalse();
      verify(mux).destroy();
      verify(ctl).close();
      assertThat(connection.error()).isEqualTo(ConnError.PLUGIN);
    }

    @Test
    void muxThatCannotEvenBeDestroyedLosesItsConnection() {
      openAll();
      when(mux.wake()).thenThrow(new IllegalStateException("broken on purpose"));
      doThrow(new StackOverflowError("broken again")).when(mux).destroy();
      assertThat(connection.notifyMux(0, true)).isFalse();
      verify(ctl).close();
      verify(session).connectionClosed(connection);
      assertThat(connection.mux()).isNull();
    }

    @Test
    void transportThatThrowsWhenClosedCostsNoDescriptor() {
      openAll();
      doThrow(new IllegalStateException("broken on purpose")).when(xprt).close();
      connection.close();
      verify(ctl).close();
      verify(session).connectionClosed(connection);
    }

    @Test
    void socketThatThrowsWhenClosedIsOverForTheSession() {
      openAll();
      when(ctl.name()).thenReturn("broken");
      doThrow(new IllegalStateException("broken on purpose")).when(ctl).close();
      connection.close();
      verify(session).connectionClosed(connection);
      assertThat(test.loop.faults().counts()).hasSize(1);
    }

    private void openAll() {
      connection.open(ctl);
      connection.installXprt(xprts);
      install();
    }
  }

  @Nested
  class Installing {
    @Test
    void pointsToTheMuxBeforeTheMuxStarts() {
      when(mux.init(null, session, null))
          .thenAnswer(call -> {
            assertThat(connection.mux()).isSameAs(mux);
            return true;
          });
      assertThat(connection.installMux(muxes, null, null)).isTrue();
      verify(mux).init(null, session, null);
    }

    @Test
    void hasNoMuxWhenTheMuxCannotStart() {
      connection.open(ctl);
      when(mux.init(any(), any(), any())).thenReturn(false);
      assertThat(connection.installMux(muxes, null, null)).isFalse();
      assertThat(connection.mux()).isNull();
      verify(ctl, never()).close();
    }

    @Test
    void muxThatThrowsAtItsStartLosesItsConnection() {
      connection.open(ctl);
      when(mux.init(any(), any(), any())).thenThrow(new IllegalStateException("on purpose"));
      assertThat(connection.installMux(muxes, null, null)).isFalse();
      verify(mux).destroy();
      assertThat(connection.error()).isEqualTo(ConnError.PLUGIN);
    }

    @Test
    void factoryThatThrowsLosesItsConnection() {
      connection.open(ctl);
      when(muxes.create(connection)).thenThrow(new IllegalStateException("on purpose"));
      assertThat(connection.installMux(muxes, null, null)).isFalse();
      verify(ctl).close();
      assertThat(connection.error()).isEqualTo(ConnError.PLUGIN);
    }

    @Test
    void transportThatCannotBeMadeCostsNoDescriptor() {
      connection.open(ctl);
      when(xprts.create(connection)).thenThrow(new IllegalStateException("on purpose"));
      assertThatThrownBy(() -> connection.installXprt(xprts))
          .isInstanceOf(IllegalStateException.class);
      verify(ctl).close();
      assertThat(connection.error()).isEqualTo(ConnError.PLUGIN);
    }
  }

  private void install() {
    assertThat(connection.installMux(muxes, null, null)).isTrue();
  }
}
