package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@link Proxy#dump()} shows. */
class DumpIT {
  @RegisterExtension final Rig rig = new Rig();

  @Test
  void hasALineForEverything() throws Exception {
    RunningProxy proxy = rig.proxyTo(rig.echo());
    Peer client = rig.connect(proxy);
    client.send("hello");
    client.receive(5);

    assertThat(masked(proxy.proxy().dump()))
        .containsSequence(
            "listener front/sock-N N.N.N.N:N connections=N total=N max=N",
            "loop turnout-loop-N poller=epoll descriptors=N",
            "fd=N listener sock-N accepting batch=N")
        .containsOnlyOnce(
            "fd=N conn sock-N CTL_READY|XPRT_READY ctl=tcpvN fd=N peer=N.N.N.N:N SEND_READY"
                + " sub=recv@stream.front xprt=RAW mux=PASS attached cs RCV_MORE|MAY_SPLICE"
                + " waits=recv@stream.front proto=pt in=N out=N")
        .containsOnlyOnce(
            "fd=N conn sN CTL_READY|XPRT_READY|BACK ctl=tcpvN fd=N peer=N.N.N.N:N"
                + " SEND_READY|RESET_ON_CLOSE|NAGLE|NAGLE_HOLDS sub=recv@stream.back xprt=RAW"
                + " mux=PASS attached cs RCV_MORE|MAY_SPLICE waits=recv@stream.back proto=pt in=N out=N")
        .containsSequence(
            "buffers lent=N made=N bytes=N",
            "pipes lent=N",
            "timers set=N",
            "tasklets living=N queued=N")
        .contains("handler stream.front runs=N nanos=N")
        .contains("trace ctl off", "trace conn off", "trace stream off", "trace loop off")
        .contains("trace pt off", "trace raw off");
  }

  @Test
  void gathersAllLoops() {
    RunningProxy proxy =
        rig.start(Rig.configuration("nbthread 2", "listen l\n  bind 127.0.0.1:1\n"));
    assertThat(masked(proxy.proxy().dump()))
        .filteredOn(line -> line.startsWith("loop "))
        .hasSize(2);
  }

  @Test
  void mayBeAskedForOnALoop() {
    RunningProxy proxy = rig.start(Rig.configuration("", "listen l\n  bind 127.0.0.1:1\n"));
    CompletableFuture<List<String>> dump = new CompletableFuture<>();
    proxy.proxy().loops().getFirst().execute(() -> dump.complete(proxy.proxy().dump()));
    assertThat(masked(dump.join())).contains("fd=N listener sock-N accepting batch=N");
  }

  @Test
  void isEmptyAfterTheEnd() {
    RunningProxy proxy = rig.start(Rig.configuration("", "listen l\n  bind 127.0.0.1:1\n"));
    proxy.close();
    assertThat(proxy.proxy().dump()).isEmpty();
  }

  private static List<String> masked(List<String> lines) {
    return lines.stream().map(line -> line.replaceAll("\\d+", "N")).toList();
  }
}
