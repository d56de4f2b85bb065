package io.turnout.xprt.handshake.testing;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.SecureXprt;
import io.turnout.core.conn.StackedXprt;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import java.security.cert.X509Certificate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Passes bytes as they are, once it has been told that its handshake is over. */
public final class FakeTls implements StackedXprt, SecureXprt, TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("test.tls");

  private final Connection connection;
  private final Tasklet tasklet;
  private final WaitEvent waiting;
  private @Nullable XprtOps below;
  private @Nullable WaitEvent subscriber;
  private String protocol = "";
  private String cipher = "";
  private String serverName = "";
  private String alpn = "";
  private boolean resumed;
  private boolean verified;
  private @Nullable X509Certificate peer;
  private @Nullable X509Certificate own;
  private int runs;
  private @Nullable Buffer opened;

  public FakeTls(Connection connection) {
    this.connection = connection;
    this.tasklet = new Tasklet(connection.loop(), KIND, this);
    this.waiting = new WaitEvent(tasklet);
  }

  @Override
  public ConnError timeoutError() {
    return ConnError.NONE;
  }

  public static XprtFactory factory(FakeTls tls) {
    return new XprtFactory() {
      @Override
      public String name() {
        return "tls";
      }

      @Override
      public XprtOps create(Connection connection) {
        return tls.over(connection.xprt());
      }
    };
  }

  /** Begins its handshake: waits for the first byte of the peer. */
  private FakeTls over(@Nullable XprtOps now) {
    below = now;
    if (now != null) {
      connection.set(ConnFlags.WAIT_L6);
      now.subscribe(WaitEvent.RETRY_RECV, waiting);
    }
    return this;
  }

  public FakeTls session(String version, String cipherName) {
    protocol = version;
    cipher = cipherName;
    return this;
  }

  public FakeTls serverName(String name) {
    serverName = name;
    return this;
  }

  public FakeTls alpn(String name) {
    alpn = name;
    return this;
  }

  public FakeTls peer(X509Certificate certificate, boolean isVerified) {
    peer = certificate;
    verified = isVerified;
    return this;
  }

  public FakeTls own(X509Certificate certificate) {
    own = certificate;
    return this;
  }

  public FakeTls resumed(boolean isResumed) {
    resumed = isResumed;
    return this;
  }

  /**
   * From now on it receives all that it can at once, and holds what was not asked for, even when
   * the connection fails.
   */
  public void opensAhead() {
    opened = Objects.requireNonNull(connection.loop().buffers().take());
  }

  /** How often it was woken by what is below. */
  public int runs() {
    return runs;
  }

  /** Whether it gave up what it holds. */
  public boolean isClosed() {
    return tasklet.isFreed();
  }

  /** Its handshake is over. */
  public void agree() {
    int before = connection.flags();
    connection.clear(ConnFlags.WAIT_L6);
    if (waiting.events() != 0) {
      below().unsubscribe(waiting.events(), waiting);
    }
    if (subscriber != null) {
      subscriber = subscriber.deliver(subscriber.events());
    }
    connection.notifyMux(before, false);
  }

  @Override
  public boolean run(int why) {
    runs++;
    return true;
  }

  @Override
  public void failed(Throwable thrown) {
    throw new AssertionError(thrown);
  }

  @Override
  public XprtOps below() {
    return Objects.requireNonNull(below);
  }

  @Override
  public void below(XprtOps now) {
    below = now;
  }

  @Override
  public String name() {
    return "TLS";
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    if (connection.any(ConnFlags.WAIT_L6)) {
      return 0;
    }
    Buffer held = opened;
    if (held == null) {
      return below().rcvBuf(into, max);
    }
    below().rcvBuf(held, held.room());
    return held.moveTo(into, max);
  }

  @Override
  public boolean hasUnread() {
    return opened != null && !opened.isEmpty() || below().hasUnread();
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    return connection.any(ConnFlags.WAIT_L6) ? 0 : below().sndBuf(from, max, flags);
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    if (connection.any(ConnFlags.WAIT_L6)) {
      subscriber = waiter.record(subscriber, events);
    } else {
      below().subscribe(events, waiter);
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    if (subscriber != null) {
      subscriber = waiter.drop(subscriber, events);
    } else {
      below().unsubscribe(events, waiter);
    }
  }

  @Override
  public void close() {
    if (waiting.events() != 0) {
      below().unsubscribe(waiting.events(), waiting);
    }
    if (subscriber != null) {
      subscriber = subscriber.deliver(subscriber.events());
    }
    if (opened != null) {
      connection.loop().buffers().give(opened);
      opened = null;
    }
    below().close();
    tasklet.free();
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("TLS");
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public String cipherSuite() {
    return "registered " + cipher;
  }

  @Override
  public String cipherName() {
    return cipher;
  }

  @Override
  public String serverName() {
    return serverName;
  }

  @Override
  public String alpn() {
    return alpn;
  }

  @Override
  public boolean resumed() {
    return resumed;
  }

  @Override
  public @Nullable X509Certificate peerCertificate() {
    return peer;
  }

  @Override
  public boolean peerVerified() {
    return verified;
  }

  @Override
  public @Nullable X509Certificate ownCertificate() {
    return own;
  }
}
