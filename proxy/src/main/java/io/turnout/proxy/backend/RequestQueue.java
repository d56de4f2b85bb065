package io.turnout.proxy.backend;

import org.jspecify.annotations.Nullable;

/** Requests in the order of their arrival, linked through themselves. Under the backend's lock. */
final class RequestQueue {
  private final LockedCount length = new LockedCount();
  private @Nullable ServerRequest first;
  private @Nullable ServerRequest last;

  void add(ServerRequest request) {
    request.queue = this;
    request.previous = last;
    if (last == null) {
      first = request;
    } else {
      last.next = request;
    }
    last = request;
    length.add(1);
  }

  void remove(ServerRequest request) {
    ServerRequest before = request.previous;
    ServerRequest after = request.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    request.queue = null;
    request.previous = null;
    request.next = null;
    length.add(-1);
  }

  @Nullable ServerRequest first() {
    return first;
  }

  LockedCount length() {
    return length;
  }
}
