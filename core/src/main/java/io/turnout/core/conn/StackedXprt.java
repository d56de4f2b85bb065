package io.turnout.core.conn;

/**
 * A transport that stands on another one: TLS, a handshake. It pulls from it, pushes to it, and
 * subscribes to it by a wait event of its own.
 *
 * <pre>
 *   owner ──▶ TLS ──below──▶ handshake ──below──▶ plain ──▶ control layer
 * </pre>
 *
 * <p><b>Thread:</b> the connection's loop.
 *
 * @implSpec rule XPRT-01
 */
public interface StackedXprt extends XprtOps {
  /** What it stands on. */
  XprtOps below();

  /**
   * The layer below has left the stack, and what it stood on takes its place. Nothing is subscribed
   * at the one that left any more; a layer that waited for it has been woken.
   */
  void below(XprtOps now);

  /** What it fails with when it does not become ready in time; NONE once it is ready. */
  ConnError timeoutError();

  /**
   * {@inheritDoc}
   *
   * <p>Unless it says otherwise, it holds nothing itself. One whose own end of stream came, or that
   * failed, has nothing more to give, whatever stands below.
   */
  @Override
  default boolean hasUnread() {
    return below().hasUnread();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Unless it says otherwise, it has no last words.
   */
  @Override
  default void shutWrite(boolean clean) {
    below().shutWrite(clean);
  }

  @Override
  default boolean shutRead(boolean drain) {
    return below().shutRead(drain);
  }
}
