package io.turnout.xprt.raw;

import io.turnout.core.address.Address;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.CtlOps;
import io.turnout.core.loop.WaitEvent;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket of which a test says what comes and how much it takes; it counts the attempts. */
final class FakeCtl implements CtlOps {
  /** What comes, and whether the end stands behind it. */
  String coming = "";

  boolean ended;

  /** Whether an error stands behind it. */
  boolean failing;

  /** How much it takes before it is full. */
  int room = Integer.MAX_VALUE;

  /** What was sent, and with which flags. */
  String sent = "";

  final List<Integer> flags = new ArrayList<>();
  int reads;
  int writes;
  int subscribed;
  boolean unspliceable;

  private final Connection connection;
  private final MemorySegment memory;
  private boolean recvReady = true;

  /** With the memory that all addresses are in, as an address alone cannot be read. */
  FakeCtl(Connection connection, MemorySegment memory) {
    this.connection = connection;
    this.memory = memory;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public int recv(long address, int length) {
    reads++;
    int count = Math.min(length, coming.length());
    MemorySegment to = memory.asSlice(address - memory.address(), length);
    for (int i = 0; i < count; i++) {
      to.set(ValueLayout.JAVA_BYTE, i, (byte) coming.charAt(i));
    }
    return taken(count, length);
  }

  @Override
  public int peek(long address, int length) {
    int left = reads;
    String there = coming;
    int count = recv(address, length);
    reads = left;
    coming = there;
    return count;
  }

  private int taken(int count, int wanted) {
    coming = coming.substring(count);
    if (count == 0 && ended) {
      connection.readEnd();
    }
    if (count == 0 && failing) {
      connection.fail(ConnError.ERESET);
    }
    if (count < wanted && !ended && !failing) {
      recvReady = false;
    }
    return count;
  }

  @Override
  public int send(long address, int length, int how) {
    writes++;
    flags.add(how);
    int count = Math.min(length, room - sent.length());
    MemorySegment from = memory.asSlice(address - memory.address(), length);
    for (int i = 0; i < count; i++) {
      sent += (char) from.get(ValueLayout.JAVA_BYTE, i);
    }
    return count;
  }

  @Override
  public int recvPipe(Pipe into, int max) {
    reads++;
    if (unspliceable) {
      return -1;
    }
    int count = Math.min(max, coming.length());
    into.added(count);
    return taken(count, max);
  }

  @Override
  public int sendPipe(Pipe from) {
    writes++;
    int count = Math.min(3, from.length());
    from.removed(count);
    return count;
  }

  @Override
  public boolean isFailing() {
    return failing;
  }

  @Override
  public boolean mayRecv() {
    return recvReady;
  }

  @Override
  public boolean maySend() {
    return sent.length() < room;
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    subscribed |= events;
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    subscribed &= ~events;
  }

  @Override
  public void shutWrite() {}

  @Override
  public void resetOnClose() {}

  @Override
  public boolean drain() {
    return false;
  }

  @Override
  public void close() {}

  @Override
  public @Nullable Address remoteAddress() {
    return null;
  }

  @Override
  public @Nullable Address localAddress() {
    return null;
  }

  @Override
  public void describe(StringBuilder to) {
    to.append(name());
  }
}
