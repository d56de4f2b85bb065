package io.turnout.proxy;

import io.turnout.core.loop.EventLoop;
import io.turnout.proxy.config.TuningConfig;

/** Makes the loops of a proxy whose embedder turns them. */
@FunctionalInterface
public interface LoopFactory {
  /**
   * A loop, which is the proxy's to close.
   *
   * @param index which of them it is, from 0
   * @param tuning what the configuration says of buffers and pipes
   */
  EventLoop open(int index, TuningConfig tuning);
}
