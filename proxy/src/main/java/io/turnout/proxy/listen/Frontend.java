package io.turnout.proxy.listen;

import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.log.AccessLogger;
import io.turnout.proxy.log.LogFormat;
import io.turnout.proxy.log.LogOutput;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A {@code frontend}, or the client side of a {@code listen}.
 *
 * <p><b>Thread:</b> any.
 */
public final class Frontend {
  private final FrontendConfig config;
  private final AccessLogger accessLog;
  private final LogOutput log;
  private final @Nullable LogFormat uniqueIds;
  private final ConnectionLimit connections;
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();

  /**
   * Without connections.
   *
   * @param uniqueIds what its streams are called, or null
   * @param maxConnections how many it may have; 0 is no limit
   */
  public Frontend(
      FrontendConfig config,
      AccessLogger accessLog,
      LogOutput log,
      @Nullable LogFormat uniqueIds,
      int maxConnections) {
    this.config = config;
    this.accessLog = accessLog;
    this.log = log;
    this.uniqueIds = uniqueIds;
    this.connections = new ConnectionLimit(maxConnections);
  }

  /** Its part of the configuration. */
  public FrontendConfig config() {
    return config;
  }

  /** Its name. */
  public String name() {
    return config.name();
  }

  /** Its log of sessions. */
  public AccessLogger accessLog() {
    return accessLog;
  }

  /** Its log of what happens to it. */
  public LogOutput log() {
    return log;
  }

  /** What its streams are called; null if they have no such name. */
  public @Nullable LogFormat uniqueIds() {
    return uniqueIds;
  }

  /** How many connections it has. */
  public ConnectionLimit connections() {
    return connections;
  }

  /** A session has ended. */
  public void count(long bytesFromClient, long bytesToClient) {
    bytesIn.add(bytesFromClient);
    bytesOut.add(bytesToClient);
  }

  /** Bytes received from clients by the sessions that have ended. */
  public long bytesIn() {
    return bytesIn.sum();
  }

  /** Bytes sent to clients by the sessions that have ended. */
  public long bytesOut() {
    return bytesOut.sum();
  }
}
