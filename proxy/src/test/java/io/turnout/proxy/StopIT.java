package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a proxy ends. */
class StopIT {
  @RegisterExtension final Rig rig = new Rig();

  @Test
  void softStopServesWhoIsThereAndRefusesWhoComes() throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy = rig.proxyTo(server);
    Peer client = rig.connect(proxy);
    client.send("before");
    client.receive(6);

    proxy.proxy().softStop();

    Await.until("new clients are refused", () -> isRefused(proxy));
    client.send("after");
    assertThat(client.receive(5)).isEqualTo("after");
    assertThat(proxy.proxy().awaitEnd(Duration.ofMillis(50))).isFalse();
    client.close();
    assertThat(proxy.proxy().awaitEnd(Duration.ofSeconds(30))).isTrue();
  }

  private boolean isRefused(RunningProxy proxy) {
    try {
      rig.connectForNow(proxy).close();
      return false;
    } catch (UncheckedIOException refused) {
      assertThat(refused).hasCauseInstanceOf(ConnectException.class);
      return true;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void softStopOfAnIdleProxyEndsAtOnce() throws Exception {
    RunningProxy proxy = rig.proxyTo(rig.echo());

    proxy.proxy().softStop();

    assertThat(proxy.proxy().awaitEnd(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void closeEndsEveryConnection() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy = rig.proxyTo(server);
    Peer client = rig.connect(proxy);
    Peer taken = server.accept();
    client.send("hello");
    taken.receive(5);

    proxy.close();

    assertThat(client.drain().bytes()).isZero();
    assertThat(taken.drain().bytes()).isZero();
  }

  @Test
  void closeTwiceIsNoMatter() throws Exception {
    RunningProxy proxy = rig.proxyTo(rig.echo());
    proxy.close();

    proxy.close();

    assertThatThrownBy(() -> rig.connect(proxy)).isInstanceOf(UncheckedIOException.class);
  }
}
