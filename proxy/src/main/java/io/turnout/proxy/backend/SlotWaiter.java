package io.turnout.proxy.backend;

/** Who asks for a server: a stream. */
public interface SlotWaiter {
  /**
   * A slot was granted to the queued request: look at {@link ServerRequest#server}. It may be gone
   * again, as the request may have been released meanwhile.
   *
   * <p>Called on any thread, with no lock held; must only wake its loop.
   */
  void slotGranted();
}
