package io.turnout.proxy.rules;

import io.turnout.proxy.config.rule.RuleActionConfig.StartTls;

/**
 * What rules do to the stream that they look at.
 *
 * <p><b>Thread:</b> the stream's loop.
 */
public interface RuleActions {
  /**
   * Replaces the mux of the side from which the bytes came, before any of them is forwarded; the
   * new one starts with these bytes. What comes of it is the stream's to tell.
   *
   * @param mux the name of the new one, which was found when the proxy started
   */
  void switchMux(String mux);

  /**
   * Takes the request to start TLS from the bytes, answers it, and puts TLS under the client's mux.
   *
   * @param last whether nothing more is waited for
   * @return that the bytes pass; to wait while the request is not there as a whole; to reject if
   *     TLS cannot be started
   */
  Verdict startTls(StartTls how, boolean last);
}
