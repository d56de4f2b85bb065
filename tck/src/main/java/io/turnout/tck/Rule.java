package io.turnout.tck;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin has to keep to. {@code INV} are the invariants that are looked at in each step of
 * each run, whatever the run is about; the others are named as in Turnout's design.
 */
public enum Rule {
  CONN_02(
      "readiness is the absence of wait bits, and nothing else",
      "a flag of its own says 'connected'"),
  CONN_03(
      "any byte sent or received, or a seen end of stream, clears WAIT_L4 there and then",
      "bytes are moved without the control layer",
      "a wait bit is set again by a layer that has nothing to wait for"),
  CONN_04(
      "end of stream is never reported while a wait bit stands, nor before the last byte",
      "a read that gave 0 bytes is taken for the end of stream",
      "the end of the connection is reported while bytes are still kept"),
  CONN_05(
      "only the mux that connection.mux() names closes the connection",
      "destroy calls connection.close() without a look at connection.mux()"),
  SUB_01(
      "subscribe follows an attempt that did not complete",
      "a mux that reads ahead subscribes again after a read that filled all it asked for"),
  SUB_02(
      "a layer has one subscriber, the same while anything is pending, for both directions",
      "the mux's own wait event and the stream's are subscribed at the same time",
      "receiving and sending have a wait event each"),
  SUB_03(
      "delivery clears what is delivered and wakes once; what is ready already wakes at once and is"
          + " not recorded",
      "subscribe is not passed on to the transport, and nobody else wakes the stream",
      "bytes that the plugin keeps itself are not counted as ready"),
  SUB_04(
      "only what is subscribed is unsubscribed; both calls work without a transport",
      "unsubscribe is called for both directions whatever is subscribed",
      "connection.xprt() is used without a look whether it is null"),
  CTL_02(
      "a read shut with DRAIN, on a transport that has none of its own, drains the socket",
      "shut does not call connection.drain() where xprt.shutRead() answers false",
      "shut drains although SHR_DRAIN was not asked for, or the transport has done it"),
  XPRT_01(
      "each connection has a transport object of its own",
      "the factory keeps one transport for all connections"),
  XPRT_02(
      "a handshake takes and says its own bytes only, ends well or in an error that names it, then"
          + " leaves the stack; who waits hears of it once",
      "what came is received before its end is known: look at it with PeekXprt first",
      "what was peeked and is not enough is left where it is, and not announced again",
      "advance answers what it does not wait for"),
  XPRT_03(
      "after read 0 no recv is made; bytes and end that came together are reported together",
      "the read loop does not look at SOCK_RD_SH",
      "the read loop ends after the bytes though mayRecv() says that more stands behind them"),
  XPRT_04(
      "a short read ends the loop",
      "the read loop goes on until a recv gives 0, and does not ask mayRecv()"),
  XPRT_05(
      "close wakes a subscriber above",
      "a subscriber that the transport keeps itself is forgotten at its close"),
  MUX_01(
      "rcvBuf with no room answers RCV_MORE | WANT_ROOM and touches nothing",
      "rcvBuf reads the transport before it looks at max",
      "the flags are set only where bytes are known to be there"),
  MUX_02(
      "RCV_MORE stands until end of stream or error, and not one call longer",
      "RCV_MORE is not set when a stream is attached",
      "EOS is set without ConnStream.reportEnd(), which clears RCV_MORE"),
  MUX_03(
      "EOI and EOS are two things; the end is reported once and stays reported",
      "EOS is set without EOI",
      "flags are set anew by each call"),
  MUX_04(
      "MAY_SPLICE is set only while the mux keeps no bytes and what follows may be spliced",
      "MAY_SPLICE is set in spite of input that was not passed on",
      "the flag does not fall when rcvPipe cannot go on"),
  MUX_05(
      "rcvBuf appends, also to a buffer whose bytes are about to leave (BUF_NOT_STUCK)",
      "the caller's buffer is cleared, or exchanged, while it holds bytes"),
  MUX_06(
      "with no stream, what comes is drained; at an end or error the mux destroys itself, else it"
          + " waits for more",
      "nobody subscribes for reads when the last stream has left",
      "the idle callback drains, but does not subscribe again",
      "wake does nothing without a stream"),
  MUX_07(
      "an idle callback that was queued before a stream came wakes that stream, and never destroys",
      "the idle callback does not look whether a stream was attached since"),
  MUX_08(
      "attach and init work when the connection failed before it got a transport",
      "connection.xprt() is used without a look whether it is null",
      "attach unsubscribes what was delivered already"),
  MUX_09(
      "detach keeps the connection only if it has a session, no error and nothing shut",
      "detach does not look at ConnFlags.NOTIFY",
      "a connection of the server side is kept"),
  MUX_10(
      "destroy releases all that is the mux's, in every case",
      "a tasklet is not freed, or a buffer not given back, in one of the mux's states",
      "the stream that is served is not told by ConnStream.lost()"),
  MUX_11(
      "the input that init takes comes to the stream first, whole and once",
      "init leaves its input where it is, and reads the transport",
      "on the client side the input is given to the session and kept as well"),
  MUX_12(
      "ctl(STATUS) is 1 exactly when no WAIT_XPRT bit stands; ctl(EXIT_STATUS) is one of the five",
      "STATUS looks at one of the bits only",
      "EXIT_STATUS is not the ordinal of a MuxExitStatus"),
  MUX_13(
      "usedStreams and availStreams answer by use: idle is used = 0 and available > 0",
      "the stream is still counted after detach",
      "the answer is a limit less a counter that was not kept"),
  MUX_14(
      "a mux that is not to be left says REFUSED, and goes on as if it had not been asked",
      "objection changes something",
      "objection answers what is not REFUSED, BUSY or null"),
  SWAP_01(
      "a mux that is left hands over its subscription, its stream and each byte that it kept",
      "surrenderInput does not hand over what init was given, or what was read ahead",
      "a wait event of the mux stays subscribed after surrenderStream"),
  SWAP_02(
      "a swap that fails leaves the old mux as it was, with its input; init that cannot changes"
          + " nothing",
      "resume forgets the input, or does not attach the stream",
      "init keeps or gives back the input and then returns false"),
  SWAP_03(
      "a swap works on both sides, in both directions, at every offset, in the middle of transfers",
      "what the mux keeps is cut to a size, or counted from the wrong end",
      "a flag of the stream is taken over from the mux before"),
  SWAP_04(
      "a stream that can live on is handed over; one that cannot is ended with a reason",
      "surrenderStream answers null, or ends the stream that it serves"),
  SWAP_05(
      "a transport is added to a live connection; what the peer sent in clear before that is an"
          + " injection, never data of the new layer",
      "surrenderInput does not hand over what the mux has read ahead",
      "a mux that is resumed over another transport uses the one before",
      "a dialogue does not look behind the message after which TLS begins"),
  TRACE_01(
      "the plugin has a trace source; while it is off nothing is told",
      "newFactory asks the Traces that it gets for no source",
      "emit is called without a look at on()"),
  SPI(
      "the provider has a name, a level and what it serves; its factory has its name",
      "the name has other than lower-case letters, digits and '-'",
      "level() does not return SpiLevel.CURRENT"),
  INV_01(
      "bytes out are bytes in, in order, in both directions",
      "bytes that were read are dropped when the owner has no room",
      "bytes that were not sent are taken from the caller's buffer"),
  INV_02(
      "the end of stream comes after the last byte, once, and before it nothing of it",
      "the end is reported while bytes are still kept",
      "the sending side is shut while bytes are still kept"),
  INV_03(
      "each descriptor, buffer, pipe and tasklet is released, once",
      "destroy is not reached in one of the states, or reached twice"),
  INV_04(
      "nothing is called after it was closed, freed or given back",
      "a tasklet of a mux that is gone was still subscribed",
      "the transport is used after the connection was closed"),
  INV_05(
      "no wake-up is lost: when nothing runs, whoever has not finished waits for what can happen",
      "subscribe is not passed on, or an event was consumed without waking anybody",
      "bytes that the plugin keeps do not wake their stream"),
  INV_06(
      "no busy loop: in few steps something moves",
      "a tasklet wakes itself, or subscribes for what is ready and does not take it",
      "the end of stream, which stays ready, is not looked at"),
  INV_07("nothing is thrown: I/O outcomes are flags", "a state that was not thought of");

  private final String text;
  private final String usualCauses;

  Rule(String text, String... usualCauses) {
    this.text = text;
    this.usualCauses = String.join("\n", usualCauses);
  }

  /** As it stands in the design and in test names: {@code MUX-01}. */
  public String id() {
    return name().replace('_', '-');
  }

  /** What it demands. */
  public String text() {
    return text;
  }

  /** What most often breaks it. */
  public List<String> usualCauses() {
    return usualCauses.lines().toList();
  }

  /** The rule at the beginning of a text, or null. */
  static @Nullable Rule namedBy(String text) {
    for (Rule rule : values()) {
      if (text.startsWith(rule.id() + ":")) {
        return rule;
      }
    }
    return null;
  }
}
