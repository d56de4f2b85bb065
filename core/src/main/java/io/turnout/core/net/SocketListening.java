package io.turnout.core.net;

import io.turnout.core.address.Address;
import io.turnout.core.internal.linux.Kernel;
import io.turnout.core.loop.EventLoop;
import org.jspecify.annotations.Nullable;

/** A listening socket of the system. */
final class SocketListening implements Listening {
  private final SystemNetwork network;
  private final Kernel kernel;
  private final int descriptor;
  private final Address address;
  private final ListenOptions options;
  private final @Nullable String file;
  private boolean closed;

  /**
   * Takes a socket that listens.
   *
   * @param file to be removed at the end, or null
   */
  SocketListening(
      SystemNetwork network,
      Kernel kernel,
      int descriptor,
      Address address,
      ListenOptions options,
      @Nullable String file) {
    this.network = network;
    this.kernel = kernel;
    this.descriptor = descriptor;
    this.address = address;
    this.options = options;
    this.file = file;
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public Acceptor acceptOn(EventLoop loop, AcceptHandler handler) {
    return new SocketAcceptor(
        loop, network.kernelOf(loop), descriptor, options, handler, network.trace());
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (file != null) {
        kernel.files().unlink(file);
      }
      kernel.files().close(descriptor);
    }
  }
}
