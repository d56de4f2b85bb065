package io.turnout.core.conn;

/**
 * Makes dialogues that turn to TLS with words which only the other side of the proxy has: what
 * agrees on TLS is part of what client and server say to each other, and passes with changes.
 *
 * <pre>
 *   mux ──▶ relay ──▶ [dialogues] ──▶ plain          until TLS is agreed on
 *   mux ──▶ relay ──▶ TLS ──────────▶ plain          as long as what passes has to be changed
 *   mux ──▶ TLS ────────────────────▶ plain
 * </pre>
 *
 * <p>So the stream begins before TLS does. {@link #create} makes what is spoken before that, if
 * there is anything.
 */
public interface TlsRelayFactory extends HandshakeFactory {
  /**
   * What stands on the dialogues in the place of TLS.
   *
   * @param tls what it puts under itself ({@link Connection#insertXprt}) when TLS is agreed on
   */
  XprtFactory relay(XprtFactory tls);
}
