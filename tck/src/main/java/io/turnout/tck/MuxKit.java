package io.turnout.tck;

import io.turnout.spi.MuxProvider;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What every mux keeps to, as tests. Extend it, say which mux is to be tested, and run it as any
 * JUnit test:
 *
 * <pre>
 *   class MyMuxKitTest extends MuxKit {
 *     &#64;Override
 *     protected MuxProvider provider() {
 *       return new MyMuxProvider();
 *     }
 *   }
 * </pre>
 *
 * <p><b>Shape:</b> each run has a connection of its own, on one of the sides that the mux serves,
 * over the kit's plain transport and a simulated socket; at its other end a peer, above it the
 * owner of its stream. The mux is expected to have its stream, or to ask the session for it, in
 * {@code init}. A stream that is swapped is swapped against {@link #partner}.
 *
 * <p><b>Bytes:</b> a mux that hands over other bytes than it gets overrides {@link #toStream},
 * {@link #toPeer} and {@link #unread}; one that wants its bytes to have a form, such as lines,
 * overrides {@link #payload}. Nothing else is assumed of what the mux does with them.
 *
 * <p><b>What a mux lacks:</b> one that is not {@code Swappable}, objects to be left, has no {@code
 * SpliceEndpoint}, or does not serve a side is tested for doing without; the table that is printed
 * at the end counts these runs as refused.
 *
 * <p><b>Seeds:</b> each test runs for several. {@code -Dturnout.seed=N} runs that one only, as a
 * failure's message asks for, and {@code -Dturnout.sim.trace=true} prints each event of it. {@link
 * RuleViolation} tells how to read a failure.
 *
 * <p><b>Thread:</b> one; time is virtual.
 */
public abstract class MuxKit extends Kit {
  /** Enough to see a rule that depends on chance in little. */
  private static final int FEW = 24;

  /** Extended by the author of a mux. */
  protected MuxKit() {}

  /** The mux that is tested. Called for every run: a new provider, or always the same. */
  protected abstract MuxProvider provider();

  /**
   * Bytes for a stream, of which the mux is expected to make {@link #toStream} and {@link #toPeer}.
   * They may be cut anywhere: the part before {@code length/2} is sent at another time than the
   * rest, and by another mux if the connection is swapped.
   *
   * @param seed the same bytes for the same seed
   * @param length exactly so many
   */
  protected byte[] payload(long seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** What a stream receives of what its peer has sent; more bytes only ever add to it. */
  protected byte[] toStream(byte[] wire) {
    return wire;
  }

  /** What the peer gets of what a stream has sent; more bytes only ever add to it. */
  protected byte[] toPeer(byte[] sent) {
    return sent;
  }

  /**
   * The bytes of the peer that are still to come to the stream, as the peer has sent them: what a
   * mux must hand over that is left now.
   *
   * @param wire what the peer has sent
   * @param got what the stream has received of it
   */
  protected byte[] unread(byte[] wire, byte[] got) {
    return Arrays.copyOfRange(wire, got.length, wire.length);
  }

  /**
   * The mux on the other side of swaps, which passes all bytes through and can be left.
   *
   * @param readAhead how many bytes it should read, and hand over, when it is left. A mux that
   *     never does may be used as well; bytes then wait in the socket instead
   */
  protected MuxProvider partner(int readAhead) {
    return ReferenceMuxProvider.readingAhead(readAhead);
  }

  private void check(Rule rule, int seeds, Consumer<MuxBench> scenario) {
    check(rule, seeds, seed -> new MuxBench(this, rule, seed), scenario);
  }

  @Test
  public void spiProviderDescribesItself() {
    check(Rule.SPI, 1, ProviderRules::describesItself);
  }

  @Test
  public void conn04NoEndBeforeItIsUpNorBeforeTheLastByte() {
    check(Rule.CONN_04, FEW, ReceivingRules::noEndWhileWaiting);
  }

  @Test
  public void conn05OnlyTheOwnerCloses() {
    check(Rule.CONN_05, FEW, LifeRules::destroyOfFormer);
  }

  @Test
  public void sub01SubscribesAfterAnAttempt() {
    check(Rule.SUB_01, seeds() / 3, SubscriptionRules::afterAnAttempt);
  }

  @Test
  public void sub02OneSubscriberForBothDirections() {
    check(Rule.SUB_02, FEW, SubscriptionRules::oneSubscriber);
  }

  @Test
  public void sub03WakesOnceAndAtOnceIfReady() {
    check(Rule.SUB_03, FEW, SubscriptionRules::wakesOnce);
  }

  @Test
  public void sub04TakesBackWhatIsSubscribed() {
    check(Rule.SUB_04, FEW, SubscriptionRules::takesBack);
  }

  @Test
  public void ctl02ShutDrains() {
    check(Rule.CTL_02, FEW, LifeRules::shutDrains);
  }

  @Test
  public void mux01AsksForRoomAndTouchesNothing() {
    check(Rule.MUX_01, FEW, ReceivingRules::noRoom);
  }

  @Test
  public void mux02MayHaveMoreUntilTheEnd() {
    check(Rule.MUX_02, 4 * FEW, ReceivingRules::moreUntilTheEnd);
  }

  @Test
  public void mux03EndStaysReported() {
    check(Rule.MUX_03, 4 * FEW, ReceivingRules::endStays);
  }

  @Test
  public void mux04PermitsSplicingWhileItKeepsNothing() {
    check(Rule.MUX_04, 4 * FEW, ReceivingRules::splicing);
  }

  @Test
  public void mux05AppendsToWhatIsAboutToLeave() {
    check(Rule.MUX_05, FEW, ReceivingRules::appends);
  }

  @Test
  public void mux06DrainsAndGoesWithoutStream() {
    check(Rule.MUX_06, FEW, LifeRules::idle);
  }

  @Test
  public void mux06WakesItsStream() {
    check(Rule.MUX_06, FEW, LifeRules::wakesStream);
  }

  @Test
  public void mux07StreamThatCameBetweenIsWoken() {
    check(Rule.MUX_07, FEW, LifeRules::streamCameBetween);
  }

  @Test
  public void mux08ServesWithoutTransport() {
    check(Rule.MUX_08, FEW, SubscriptionRules::withoutTransport);
  }

  @Test
  public void mux09KeepsWholeConnectionOfSession() {
    check(Rule.MUX_09, FEW, LifeRules::detach);
  }

  @Test
  public void mux10ReleasesAllInEveryState() {
    check(Rule.MUX_10, 2 * FEW, LifeRules::destroy);
  }

  @Test
  public void mux11InputComesFirst() {
    check(Rule.MUX_11, 400, ReceivingRules::inputFirst);
  }

  @Test
  public void mux12AnswersQuestions() {
    check(Rule.MUX_12, FEW, LifeRules::answers);
  }

  @Test
  public void mux13CountsItsStreamsByUse() {
    check(Rule.MUX_13, FEW, LifeRules::counts);
  }

  @Test
  public void mux14RefusesToBeLeftOrNot() {
    check(Rule.MUX_14, FEW, SwapRules::objection);
  }

  @Test
  public void swap01HandsOverAllThatItKeeps() {
    check(Rule.SWAP_01, 2 * 3 * SwapRules.LENGTH, SwapRules::leavesNothingBehind);
  }

  @Test
  public void swap02GoesOnAfterSwapThatFailed() {
    check(Rule.SWAP_02, 2 * 2 * SwapRules.LENGTH, SwapRules::failedSwap);
  }

  @Test
  public void swap02ChangesNothingWhenItCannotStart() {
    check(Rule.SWAP_02, FEW, SwapRules::failedInit);
  }

  @Test
  public void swap03AtEveryOffset() {
    check(Rule.SWAP_03, SwapRules.ALL_OFFSETS, SwapRules::atEveryOffset);
  }

  @Test
  public void swap03InTheMiddleOfTransfers() {
    check(Rule.SWAP_03, seeds(), SwapRules::underFaults);
  }

  @Test
  public void swap04StreamLivesOn() {
    check(Rule.SWAP_04, FEW, SwapRules::streamLivesOn);
  }

  @Test
  public void swap05GoesOnOverAnAddedTransport() {
    check(Rule.SWAP_05, 2 * FEW, AddingRules::goesOn);
  }

  @Test
  public void swap05WhatItKeepsIsInjection() {
    check(Rule.SWAP_05, 2 * FEW, AddingRules::injection);
  }

  @Test
  public void trace01TellsWhileItIsOnOnly() {
    check(Rule.TRACE_01, FEW, SubscriptionRules::traces);
  }

  @Test
  public void inv01TransfersWhateverTheNetworkDoes() {
    check(Rule.INV_01, seeds(), TransferRules::bothWays);
  }

  @Test
  public void inv02GoesOnHalfClosed() {
    check(Rule.INV_02, seeds(), TransferRules::halfClosed);
  }

  @Test
  public void inv03LeavesNothingWhenBrokenOff() {
    check(Rule.INV_03, seeds(), TransferRules::brokenOff);
  }

  @Test
  public void inv05GoesOnAfterBackPressure() {
    check(Rule.INV_05, seeds() / 3, TransferRules::backPressure);
  }
}
