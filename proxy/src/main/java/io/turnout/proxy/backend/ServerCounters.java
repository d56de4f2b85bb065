package io.turnout.proxy.backend;

import java.util.concurrent.atomic.LongAdder;

/** What happened with a server since the start. Any thread may add and read. */
public final class ServerCounters {
  private final LongAdder failedConnects = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder redispatches = new LongAdder();
  private final LongAdder bytesToServer = new LongAdder();
  private final LongAdder bytesFromServer = new LongAdder();

  ServerCounters() {}

  /** A connection attempt failed, and no other will be made for that stream. */
  public void connectFailed() {
    failedConnects.increment();
  }

  /** A connection is tried again on this server. */
  public void retried() {
    retries.increment();
  }

  /** A stream left this server for another one. */
  public void redispatched() {
    redispatches.increment();
  }

  /** Bytes were forwarded; to be told per stream or now and then, not per chunk. */
  public void transferred(long toServer, long fromServer) {
    bytesToServer.add(toServer);
    bytesFromServer.add(fromServer);
  }

  public long failedConnects() {
    return failedConnects.sum();
  }

  public long retries() {
    return retries.sum();
  }

  public long redispatches() {
    return redispatches.sum();
  }

  public long bytesToServer() {
    return bytesToServer.sum();
  }

  public long bytesFromServer() {
    return bytesFromServer.sum();
  }
}
