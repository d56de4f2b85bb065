package io.turnout.tck;

import io.turnout.spi.Side;
import io.turnout.spi.XprtProvider;
import io.turnout.tck.sim.PeerSpeech;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every transport keeps to, as tests; dialogues have a {@link HandshakeKit}. Extend it and say
 * which transport is to be tested:
 *
 * <pre>
 *   class MyXprtKitTest extends XprtKit {
 *     &#64;Override
 *     protected XprtProvider provider() {
 *       return new MyXprtProvider();
 *     }
 *   }
 * </pre>
 *
 * <p><b>Shape:</b> each run has a connection of its own, accepted or outgoing, with the transport
 * on a simulated socket; at its other end a peer whose bytes are the socket's. Above it, in a mux's
 * place, the kit. A transport that hands over other bytes than the socket's overrides {@link
 * #toMux} and {@link #toPeer}; one that has to be spoken at both ends says by {@link #peer} how.
 *
 * <p>Seeds, failures and the table at the end are as {@link MuxKit} has them.
 *
 * <p><b>Thread:</b> one; time is virtual.
 */
public abstract class XprtKit extends Kit {
  private static final int FEW = 24;

  /** Extended by the author of a transport. */
  protected XprtKit() {}

  /** The transport that is tested. Called for every run: a new provider, or always the same. */
  protected abstract XprtProvider provider();

  /**
   * Bytes to be sent either way.
   *
   * @param seed the same bytes for the same seed
   * @param length exactly so many
   */
  protected byte[] payload(long seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** What a mux receives of what the peer has sent; more bytes only ever add to it. */
  protected byte[] toMux(byte[] wire) {
    return wire;
  }

  /** What the peer gets of what a mux has sent; more bytes only ever add to it. */
  protected byte[] toPeer(byte[] sent) {
    return sent;
  }

  /**
   * Whether an end of stream that came with the last bytes is known as such: not so where an end of
   * its own in the bytes stands for it.
   */
  protected boolean tellsEndWithBytes() {
    return true;
  }

  /**
   * Whether it stands on another transport, as TLS does: then the kit's plain one is put under it.
   */
  protected boolean standsOnAnother() {
    return false;
  }

  /**
   * How the peer speaks, for a transport that two have to speak.
   *
   * @param side the tested transport's: the peer is a client at the {@link Side#FRONT}
   * @return for one connection; null if the peer's bytes are the socket's
   */
  protected @Nullable PeerSpeech peer(Side side) {
    return null;
  }

  /**
   * How who uses the transport speaks, in a mux's place: for one that changes what passes, or takes
   * part in it, so that not any bytes may pass.
   *
   * @param side the transport's
   * @return for one connection; null if it may be any bytes
   */
  protected @Nullable PeerSpeech user(Side side) {
    return null;
  }

  /** Whether either side may send on when it has received the other's end. */
  protected boolean halfCloses() {
    return true;
  }

  /**
   * At how many places the peer's bytes on the wire are cut for once, from the first on. Pieces
   * that end at each place come anyway.
   */
  protected int cuts() {
    return 60;
  }

  private void check(Rule rule, int seeds, Consumer<XprtBench> scenario) {
    check(rule, seeds, seed -> new XprtBench(this, rule, seed), scenario);
  }

  @Test
  public void spiProviderDescribesItself() {
    check(Rule.SPI, 1, XprtRules::describesItself);
  }

  @Test
  public void conn03BytesProveTheSocketConnected() {
    check(Rule.CONN_03, FEW, XprtRules::proves);
  }

  @Test
  public void conn04NoEndBeforeItIsUp() {
    check(Rule.CONN_04, FEW, XprtRules::noEndWhileWaiting);
  }

  @Test
  public void conn04WholeWhereverTheWireIsCut() {
    check(Rule.CONN_04, 2 * cuts(), XprtRules::cutAtEachPlace);
  }

  @Test
  public void conn04WholeInPiecesThatEndAtEachPlace() {
    check(Rule.CONN_04, 2 * (XprtRules.PIECE_BYTES + 1), XprtRules::piecesThatEndAtEachPlace);
  }

  @Test
  public void sub02OneSubscriberForBothDirections() {
    check(Rule.SUB_02, FEW, XprtRules::bothDirections);
  }

  @Test
  public void sub03WakesOnceAndAtOnceIfReady() {
    check(Rule.SUB_03, FEW, XprtRules::wakesOnce);
  }

  @Test
  public void sub04TakesBackWhatIsSubscribed() {
    check(Rule.SUB_04, FEW, XprtRules::takesBack);
  }

  @Test
  public void ctl02ShutDrainsOrLeavesItToTheCaller() {
    check(Rule.CTL_02, FEW, XprtRules::shutDrains);
  }

  @Test
  public void xprt01OneForEachConnection() {
    check(Rule.XPRT_01, FEW, XprtRules::oneForEachConnection);
  }

  @Test
  public void xprt03BytesAndEndTogether() {
    check(Rule.XPRT_03, 100, XprtRules::bytesAndEndTogether);
  }

  @Test
  public void xprt04ShortReadEndsTheLoop() {
    check(Rule.XPRT_04, FEW, XprtRules::shortRead);
  }

  @Test
  public void xprt05CloseWakesWhoWaits() {
    check(Rule.XPRT_05, FEW, XprtRules::closeWakes);
  }

  @Test
  public void trace01TellsWhileItIsOnOnly() {
    check(Rule.TRACE_01, FEW, XprtRules::traces);
  }

  @Test
  public void inv01TransfersWhateverTheNetworkDoes() {
    check(Rule.INV_01, seeds(), XprtRules::bothWays);
  }

  @Test
  public void inv03LeavesNothingWhenBrokenOff() {
    check(Rule.INV_03, seeds(), XprtRules::brokenOff);
  }
}
