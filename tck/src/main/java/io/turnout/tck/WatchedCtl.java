package io.turnout.tck;

import io.turnout.core.address.Address;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.CtlOps;
import io.turnout.core.loop.WaitEvent;
import org.jspecify.annotations.Nullable;

/** A simulated socket whose calls are counted. */
final class WatchedCtl implements CtlOps {
  private final CtlOps below;
  private int recvs;
  private int vainRecvs;
  private int drains;

  WatchedCtl(CtlOps below) {
    this.below = below;
  }

  /** Attempts to receive so far. */
  int recvs() {
    return recvs;
  }

  /** Of these, how many while it said that there is nothing: those behind a short read. */
  int vainRecvs() {
    return vainRecvs;
  }

  /** Drains so far. */
  int drains() {
    return drains;
  }

  @Override
  public String name() {
    return below.name();
  }

  @Override
  public int recv(long address, int length) {
    countRecv();
    return below.recv(address, length);
  }

  @Override
  public int peek(long address, int length) {
    countRecv();
    return below.peek(address, length);
  }

  private void countRecv() {
    recvs++;
    vainRecvs += mayRecv() ? 0 : 1;
  }

  @Override
  public int send(long address, int length, int flags) {
    return below.send(address, length, flags);
  }

  @Override
  public int recvPipe(Pipe into, int max) {
    countRecv();
    return below.recvPipe(into, max);
  }

  @Override
  public int sendPipe(Pipe from) {
    return below.sendPipe(from);
  }

  @Override
  public boolean mayRecv() {
    return below.mayRecv();
  }

  @Override
  public boolean isFailing() {
    return below.isFailing();
  }

  @Override
  public boolean maySend() {
    return below.maySend();
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    below.subscribe(events, waiter);
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    below.unsubscribe(events, waiter);
  }

  @Override
  public void shutWrite() {
    below.shutWrite();
  }

  @Override
  public void resetOnClose() {
    below.resetOnClose();
  }

  @Override
  public void orderlyClose() {
    below.orderlyClose();
  }

  @Override
  public boolean drain() {
    drains++;
    return below.drain();
  }

  @Override
  public void close() {
    below.close();
  }

  @Override
  public @Nullable Address remoteAddress() {
    return below.remoteAddress();
  }

  @Override
  public @Nullable Address localAddress() {
    return below.localAddress();
  }

  @Override
  public void describe(StringBuilder to) {
    below.describe(to);
  }
}
