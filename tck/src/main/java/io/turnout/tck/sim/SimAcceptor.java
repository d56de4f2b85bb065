package io.turnout.tck.sim;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.Target;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Pollable;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.Task;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.net.AcceptHandler;
import io.turnout.core.net.Acceptor;
import io.turnout.core.net.ListenOptions;
import io.turnout.core.trace.TraceLevel;

/** One loop's share of a simulated listening socket; rests as the system's does. */
final class SimAcceptor implements Acceptor, Pollable, TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("sim.acceptor.rest");
  private static final long REST_NANOS = 100_000_000;

  private final EventLoop loop;
  private final SimNetwork network;
  private final SimListening listening;
  private final ListenOptions options;
  private final AcceptHandler handler;
  private final Task rest;
  private boolean watching;
  private boolean closed;
  private boolean starved;

  SimAcceptor(
      EventLoop loop,
      SimNetwork network,
      SimListening listening,
      ListenOptions options,
      AcceptHandler handler) {
    this.loop = loop;
    this.network = network;
    this.listening = listening;
    this.options = options;
    this.handler = handler;
    this.rest = new Task(loop, KIND, this);
    resume();
  }

  @Override
  public int descriptor() {
    return listening.descriptor();
  }

  @Override
  public int interest() {
    return Poller.IN;
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public void dump(StringBuilder to) {
    to.append("listener ").append(handler instanceof Target target ? target.name() : "-");
    to.append(starved ? " starved" : " accepting");
  }

  @Override
  public void resume() {
    if (!watching && !closed) {
      watching = loop.poller().add(this);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pause();
      rest.free();
    }
  }

  @Override
  public boolean run(int why) {
    resume();
    return true;
  }

  @Override
  public void failed(Throwable thrown) {
    rest.expireAt(loop.now() + REST_NANOS);
  }

  @Override
  public void onReady(int events) {
    int most = 1 + network.simulation().random().nextInt(Math.min(4, options.maxAccept()));
    for (int i = 0; i < most && !closed; i++) {
      if (handler.isFull()) {
        pause();
        return;
      }
      if (!listening.isAcceptable()) {
        return;
      }
      if (!network.hasDescriptor()) {
        starve("the simulated process has no descriptor left (EMFILE)");
        return;
      }
      SimSocket socket = listening.accept();
      if (socket != null) {
        starved = false;
        take(socket);
      }
    }
  }

  private void take(SimSocket socket) {
    network.accepted(socket);
    network.simulation().note("accept", socket.descriptor(), loop.index());
    Connection connection = handler.newConnection(loop);
    SimCtl ctl = SimCtl.accepted(connection, network, socket, options.resetOnClose());
    connection.open(ctl);
    network.tell(TraceLevel.USER, "accept", connection, socket.descriptor());
    if (loop.poller().add(ctl)) {
      handler.accepted(connection);
    } else {
      socket.cutByChance();
      connection.release();
      starve("the simulated poller can watch no more descriptors");
    }
  }

  private void starve(String reason) {
    network.tell(TraceLevel.ERROR, "rest: " + reason, null, descriptor());
    pause();
    if (!starved) {
      starved = true;
      handler.starved(reason);
    }
    rest.expireAt(loop.now() + REST_NANOS);
  }

  private void pause() {
    if (watching) {
      watching = false;
      loop.poller().remove(this);
    }
  }
}
