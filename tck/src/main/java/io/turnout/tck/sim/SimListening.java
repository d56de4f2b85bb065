package io.turnout.tck.sim;

import io.turnout.core.address.Address;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.net.AcceptHandler;
import io.turnout.core.net.Acceptor;
import io.turnout.core.net.ListenOptions;
import io.turnout.core.net.Listening;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A socket that the program listens with. */
final class SimListening implements Listening {
  private final SimNetwork network;
  private final int descriptor;
  private final Address address;
  private final ListenOptions options;
  private final Deque<SimSocket> waiting = new ArrayDeque<>();

  SimListening(SimNetwork network, int descriptor, Address address, ListenOptions options) {
    this.network = network;
    this.descriptor = descriptor;
    this.address = address;
    this.options = options;
  }

  int descriptor() {
    return descriptor;
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public Acceptor acceptOn(EventLoop loop, AcceptHandler handler) {
    return new SimAcceptor(loop, network, this, options, handler);
  }

  @Override
  public void close() {
    network.closed(this);
    while (!waiting.isEmpty()) {
      waiting.remove().close(true);
    }
  }

  boolean isAcceptable() {
    return !waiting.isEmpty();
  }

  boolean isFull() {
    return waiting.size() >= options.backlog();
  }

  void queue(SimSocket socket) {
    waiting.add(socket);
  }

  /** The next connection, or null if there is none. */
  @Nullable SimSocket accept() {
    return waiting.poll();
  }
}
