package io.turnout.tck;

import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.HandshakeXprtProvider;
import io.turnout.spi.Plugins;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What every dialogue before the data keeps to, as tests. Extend it, say which dialogue is to be
 * tested and what its peer says and must hear:
 *
 * <pre>
 *   class MyHandshakeKitTest extends HandshakeKit {
 *     &#64;Override
 *     protected HandshakeProvider provider() {
 *       return new MyHandshakeProvider();
 *     }
 *
 *     &#64;Override
 *     protected List&lt;HandshakeScript&gt; scripts() {
 *       return List.of(
 *           HandshakeScript.of("greets", Side.FRONT).says("HELLO\\n").hears("OK\\n"),
 *           HandshakeScript.of("mumbles", Side.FRONT).says("HALLO\\n").failsWith(ConnError.SOCK_ERR));
 *     }
 *   }
 * </pre>
 *
 * <p><b>Shape:</b> each run has a connection of its own, with the dialogue on the kit's plain
 * transport and a simulated socket; at its other end a peer that goes through a script. Above it,
 * in a mux's place, the kit, which sends and receives data once it may. What runs the dialogue is a
 * plugin, too: {@link #runner}.
 *
 * <p>Seeds, failures and the table at the end are as {@link MuxKit} has them.
 *
 * <p><b>Thread:</b> one; time is virtual.
 */
public abstract class HandshakeKit extends Kit {
  private static final int FEW = 12;

  /** Extended by the author of a dialogue. */
  protected HandshakeKit() {}

  /** The dialogue that is tested. Called for every run: a new provider, or always the same. */
  protected abstract HandshakeProvider provider();

  /** What its peers say: at least one script that ends well. The same in each call. */
  protected abstract List<HandshakeScript> scripts();

  /** Speaks the dialogue; unless said otherwise the one that is found among the plugins. */
  protected HandshakeXprtProvider runner() {
    return Plugins.handshakeXprts().usable().stream()
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no transport that speaks dialogues is on the class path. Add"
                    + " turnout-xprt-handshake to the tests, or override runner()"))
        .provider();
  }

  private void check(Rule rule, int seeds, Consumer<HandshakeBench> scenario) {
    check(rule, seeds, seed -> new HandshakeBench(this, rule, seed), scenario);
  }

  /** A test that the scripts leave without a run is reported as skipped. */
  @Override
  final void refused(String why) {
    Assumptions.abort(why);
  }

  /** Each of the scripts that are meant. */
  private void checkEach(
      Rule rule, Predicate<HandshakeScript> which, Consumer<HandshakeBench> scenario) {
    List<HandshakeScript> meant = scripts().stream().filter(which).toList();
    check(
        rule,
        FEW * Math.max(1, meant.size()),
        bench -> {
          bench.chooseScript(meant);
          scenario.accept(bench);
        });
  }

  /** Each of the scripts that are meant, and each place in what its peer says. */
  private void checkAtEachByte(
      Rule rule, Predicate<HandshakeScript> which, Consumer<HandshakeBench> scenario) {
    List<HandshakeScript> meant = scripts().stream().filter(which).toList();
    int places = meant.stream().mapToInt(script -> script.length() + 1).sum();
    check(
        rule,
        2 * Math.max(1, places),
        bench -> {
          bench.choosePlace(meant);
          scenario.accept(bench);
        });
  }

  @Test
  public void spiProviderDescribesItself() {
    check(Rule.SPI, 1, HandshakeRules::describesItself);
  }

  @Test
  public void conn02NothingPassesBefore() {
    checkAtEachByte(Rule.CONN_02, HandshakeScript::endsWell, HandshakeRules::nothingPasses);
  }

  @Test
  public void conn03BytesProveTheSocketConnected() {
    checkAtEachByte(Rule.CONN_03, HandshakeScript::endsWell, HandshakeRules::proves);
  }

  @Test
  public void conn04NoEndBeforeTheData() {
    checkEach(Rule.CONN_04, HandshakeScript::endsWell, HandshakeRules::endBehindData);
  }

  @Test
  public void xprt01OneForEachConnection() {
    check(Rule.XPRT_01, 1, HandshakeRules::oneForEachConnection);
  }

  @Test
  public void xprt02GoesThroughCutAtEachByte() {
    checkAtEachByte(Rule.XPRT_02, HandshakeScript::endsWell, HandshakeRules::cut);
  }

  @Test
  public void xprt02GoesThroughByteByByte() {
    checkEach(Rule.XPRT_02, HandshakeScript::endsWell, HandshakeRules::byteByByte);
  }

  @Test
  public void xprt02LeavesWhatFollows() {
    checkEach(
        Rule.XPRT_02,
        script -> script.endsWell() && !script.isSecure(),
        HandshakeRules::leavesWhatFollows);
  }

  @Test
  public void xprt02FailsAsItMust() {
    checkAtEachByte(Rule.XPRT_02, script -> !script.endsWell(), HandshakeRules::fails);
  }

  @Test
  public void xprt02SaysThatThePeerClosed() {
    checkAtEachByte(Rule.XPRT_02, HandshakeScript::endsWell, HandshakeRules::closed);
  }

  @Test
  public void xprt02SaysThatItTookTooLong() {
    checkAtEachByte(Rule.XPRT_02, HandshakeScript::endsWell, HandshakeRules::late);
  }

  @Test
  public void xprt02TellsTheMuxThatIsThere() {
    checkAtEachByte(Rule.XPRT_02, script -> true, HandshakeRules::tellsMux);
  }

  @Test
  public void xprt05CloseWakesWhoWaits() {
    checkAtEachByte(Rule.XPRT_05, HandshakeScript::endsWell, HandshakeRules::closeWakes);
  }

  @Test
  public void swap05BytesBehindAreInjection() {
    checkEach(
        Rule.SWAP_05, script -> script.endsWell() && script.isSecure(), HandshakeRules::injection);
  }

  @Test
  public void trace01TellsWhileItIsOnOnly() {
    checkEach(Rule.TRACE_01, HandshakeScript::endsWell, HandshakeRules::traces);
  }

  @Test
  public void inv01GoesThroughWhateverTheNetworkDoes() {
    check(Rule.INV_01, seeds(), HandshakeRules::underFaults);
  }

  @Test
  public void inv03LeavesNothingWhenBrokenOff() {
    check(Rule.INV_03, seeds(), HandshakeRules::brokenOff);
  }
}
