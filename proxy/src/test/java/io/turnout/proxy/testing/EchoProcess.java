package io.turnout.proxy.testing;

import java.io.IOException;
import java.util.List;

/** A server for thousands of connections, with descriptors of its own. */
public final class EchoProcess implements AutoCloseable {
  private final JavaProcess process;
  private final int port;

  /** Starts it and waits until it listens. */
  public EchoProcess() throws IOException {
    process = new JavaProcess(List.of(), EchoMain.class);
    port = Integer.parseInt(process.nextLine());
  }

  /** Its port. */
  public int port() {
    return port;
  }

  /** How many descriptors it has open. */
  public int descriptors() throws IOException {
    return process.descriptors();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
