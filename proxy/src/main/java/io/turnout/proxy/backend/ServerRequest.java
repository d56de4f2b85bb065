package io.turnout.proxy.backend;

import io.turnout.core.address.Address;
import org.jspecify.annotations.Nullable;

/**
 * One stream's need of a server: idle, waiting in a queue, or holding a slot. Made once per stream
 * and used again when the stream is redispatched.
 *
 * <p>The stream's loop reads it; the backend changes it under its lock.
 */
public final class ServerRequest {
  private final SlotWaiter waiter;
  private final Address clientAddress;

  /** Written under the backend's lock. */
  volatile @Nullable Server server;

  @Nullable RequestQueue queue;
  @Nullable ServerRequest previous;
  @Nullable ServerRequest next;

  /** Orders those of several queues. */
  long ticket;

  private boolean counted;
  private int serverQueuePosition;
  private int backendQueuePosition;

  /**
   * An idle request.
   *
   * @param waiter told when a slot is granted after waiting
   * @param clientAddress where the client connects from, for balancing by source
   */
  public ServerRequest(SlotWaiter waiter, Address clientAddress) {
    this.waiter = waiter;
    this.clientAddress = clientAddress;
  }

  /** The server of which it holds a slot, or null. */
  public @Nullable Server server() {
    return server;
  }

  /** How many, itself included, waited for the same server when it began to; 0 if it never did. */
  public int serverQueuePosition() {
    return serverQueuePosition;
  }

  /** How many, itself included, waited for any server when it began to; 0 if it never did. */
  public int backendQueuePosition() {
    return backendQueuePosition;
  }

  SlotWaiter waiter() {
    return waiter;
  }

  Address clientAddress() {
    return clientAddress;
  }

  boolean isIdle() {
    return server == null && queue == null;
  }

  /** True the first time. */
  boolean count() {
    boolean first = !counted;
    counted = true;
    return first;
  }

  void joinedServerQueue(long length) {
    serverQueuePosition += (int) length;
  }

  void joinedBackendQueue(long length) {
    backendQueuePosition += (int) length;
  }
}
