package io.turnout.proxy.stream;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.Tlv;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.net.Network;
import io.turnout.core.trace.TraceSource;
import io.turnout.proxy.backend.Backend;
import io.turnout.proxy.backend.Server;
import io.turnout.proxy.listen.ClientSession;
import io.turnout.proxy.listen.Frontend;
import io.turnout.proxy.listen.HeaderField;
import io.turnout.proxy.listen.Layers;
import io.turnout.proxy.listen.StreamOpener;
import io.turnout.proxy.log.TerminationCode;
import io.turnout.proxy.log.TerminationCode.Cause;
import io.turnout.proxy.rules.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes the streams of one frontend, and is told when they end. <b>Thread:</b> each stream's loop.
 */
public final class Streams implements StreamOpener {
  private final Frontend frontend;
  private final StreamSettings settings;
  private final @Nullable ContentRules rules;
  private final Sample[] spaces;
  private final StreamReport[] reports;
  private final @Nullable Stream[] newest;
  private final AtomicLong numbers;
  private final TraceSource trace;

  /**
   * Makes none yet.
   *
   * @param backend where their servers are
   * @param layers what the connections to each server are made of
   * @param swaps swaps muxes of connections that live
   * @param loops all loops of the instance, in the order of their indexes
   * @param numbers counts the streams of the instance
   * @param trace where streams tell what they do
   */
  public Streams(
      Frontend frontend,
      Backend backend,
      Network network,
      Map<Server, Layers> layers,
      MuxSwaps swaps,
      List<EventLoop> loops,
      AtomicLong numbers,
      TraceSource trace) {
    this.frontend = frontend;
    this.settings = StreamSettings.of(frontend.config(), backend, network, layers, swaps);
    this.rules = ContentRules.of(frontend.config(), backend.config());
    this.spaces = rules == null ? new Sample[0] : Sample.ofLoops(loops);
    this.reports = loops.stream().map(StreamReport::new).toArray(StreamReport[]::new);
    this.newest = new Stream[loops.size()];
    this.numbers = numbers;
    this.trace = trace;
  }

  @Override
  public ConnStream open(ClientSession session, Connection connection, @Nullable Buffer input) {
    EventLoop loop = connection.loop();
    Stream stream = new Stream(session, this, loop, numbers.getAndIncrement());
    stream.begin(input, connection);
    add(stream);
    reports[loop.index()].started(session);
    return stream.front().conn();
  }

  /** Ends all streams of a loop. <b>Thread:</b> the loop's. */
  public void endAll(EventLoop loop) {
    Stream stream = newest[loop.index()];
    while (stream != null) {
      Stream older = stream.older;
      stream.end(Cause.KILLED);
      stream = older;
    }
  }

  /** The streams of a loop. <b>Thread:</b> the loop's. */
  List<Stream> living(EventLoop loop) {
    List<Stream> living = new ArrayList<>();
    for (Stream stream = newest[loop.index()]; stream != null; stream = stream.older) {
      living.add(stream);
    }
    return living;
  }

  /** What asks the rules about a stream; null if there are none. */
  @Nullable Inspection inspect(Stream stream) {
    EventLoop loop = stream.loop();
    return rules == null ? null : new Inspection(stream, rules, spaces[loop.index()], loop);
  }

  TraceSource trace() {
    return trace;
  }

  StreamSettings settings() {
    return settings;
  }

  boolean abortsOnClose() {
    return settings.backend().config().options().abortOnClose();
  }

  /** Whether a server gets a half close; else it is closed at once when the client has ended. */
  boolean serverLingers() {
    return !settings.backend().config().options().noLinger();
  }

  /** Whether a client gets a half close; else it is closed at once when the server has ended. */
  boolean clientLingers() {
    return !frontend.config().options().noLinger();
  }

  /** The values of fields for a PROXY header. */
  List<Tlv> headerFields(Stream stream, List<HeaderField> formats) {
    return reports[stream.loop().index()].headerFields(stream, formats);
  }

  void established(Stream stream) {
    if (frontend.accessLog().tellsEnds()) {
      stream.connector().keepSource();
    }
    if (frontend.config().log().early()) {
      reports[stream.loop().index()].ended(stream, TerminationCode.NORMAL, true);
    }
  }

  void ended(Stream stream, TerminationCode termination, boolean wasEstablished) {
    remove(stream);
    frontend.count(stream.bytesFromClient(), stream.bytesToClient());
    Server server = stream.connector().lastServer();
    if (server != null) {
      server.counters().transferred(stream.bytesFromClient(), stream.bytesToClient());
    }
    StreamReport report = reports[stream.loop().index()];
    if (isToldOf(stream.session().connection(), true)) {
      report.clientFailed(stream.session());
    }
    Connection last = stream.connector().connection();
    if (last != null && isToldOf(last, wasEstablished)) {
      report.serverFailed(stream, last);
    }
    if (!frontend.config().log().early() || !wasEstablished) {
      report.ended(stream, termination, false);
    }
  }

  /**
   * Whether a connection failed in a way for which the session's own line has no word: before its
   * data, when it was to turn to TLS, or in TLS.
   */
  private static boolean isToldOf(Connection connection, boolean wasReady) {
    ConnError error = connection.error();
    return error.isStartTls()
        || error == ConnError.SSL_ALERT
        || error == ConnError.SSL_RECORD
        || error.isBeforeData() && (!wasReady || connection.any(ConnFlags.WAIT_L6));
  }

  private void add(Stream stream) {
    int index = stream.loop().index();
    Stream older = newest[index];
    stream.older = older;
    if (older != null) {
      older.newer = stream;
    }
    newest[index] = stream;
  }

  private void remove(Stream stream) {
    Stream newer = stream.newer;
    Stream older = stream.older;
    if (newer == null) {
      newest[stream.loop().index()] = older;
    } else {
      newer.older = older;
    }
    if (older != null) {
      older.newer = newer;
    }
    stream.newer = null;
    stream.older = null;
  }
}
