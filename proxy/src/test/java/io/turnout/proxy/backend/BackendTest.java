package io.turnout.proxy.backend;

import static io.turnout.proxy.backend.Backends.CLIENT;
import static io.turnout.proxy.backend.Backends.backend;
import static io.turnout.proxy.backend.Backends.backup;
import static io.turnout.proxy.backend.Backends.disabled;
import static io.turnout.proxy.backend.Backends.held;
import static io.turnout.proxy.backend.Backends.hold;
import static io.turnout.proxy.backend.Backends.inTurn;
import static io.turnout.proxy.backend.Backends.limited;
import static io.turnout.proxy.backend.Backends.nameOf;
import static io.turnout.proxy.backend.Backends.named;
import static io.turnout.proxy.backend.Backends.request;
import static io.turnout.proxy.backend.Backends.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.turnout.core.address.UnixAddress;
import io.turnout.proxy.config.Balance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackendTest {
  private static final Balance ROUND_ROBIN = new Balance.RoundRobin();

  static List<Balance> all() {
    return List.of(
        ROUND_ROBIN,
        new Balance.StaticRoundRobin(),
        new Balance.LeastConnections(),
        new Balance.First(),
        new Balance.Source(),
        new Balance.Random(2));
  }

  @ParameterizedTest
  @MethodSource("all")
  void hasNoServerToGiveWithoutServers(Balance balance) {
    Backend backend = backend(balance);

    assertThat(backend.assign(request(), null)).isEqualTo(Assignment.NONE);
    assertThat(backend.current()).isZero();
    assertThat(backend.total()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("all")
  void hasNoServerToGiveWhenAllAreDisabledOrOfNoWeight(Balance balance) {
    Backend backend = backend(balance, disabled("s1"), server("s2", 0));

    assertThat(backend.assign(request(), null)).isEqualTo(Assignment.NONE);
  }

  @ParameterizedTest
  @MethodSource("all")
  void passesOverDisabledServersAndThoseOfNoWeight(Balance balance) {
    Backend backend = backend(balance, disabled("s1"), server("s2", 0), server("s3", 1));

    assertThat(held(backend, 5)).isEqualTo(Map.of("s3", 5));
  }

  @Test
  void leavesBackupsAloneWhileAnActiveServerIsUsable() {
    Backend backend = backend(ROUND_ROBIN, backup("s1"), server("s2", 1), disabled("s3"));

    assertThat(held(backend, 5)).isEqualTo(Map.of("s2", 5));
  }

  @Test
  void usesOnlyTheFirstUsableBackup() {
    Backend backend =
        backend(
            ROUND_ROBIN,
            disabled("s1"),
            Backends.server("s2", 1, 0, true, true),
            backup("s3"),
            backup("s4"));

    assertThat(held(backend, 5)).isEqualTo(Map.of("s3", 5));
  }

  @Test
  void usesAllBackupsIfToldTo() {
    Backend backend = backend(ROUND_ROBIN, true, server("s1", 0), backup("s2"), backup("s3"));

    assertThat(held(backend, 4)).isEqualTo(Map.of("s2", 2, "s3", 2));
  }

  @ParameterizedTest
  @MethodSource("all")
  void avoidsTheServerThatFailed(Balance balance) {
    Backend backend = backend(balance, server("s1", 9), server("s2", 1));
    Server failed = named(backend, "s1");

    for (int i = 0; i < 20; i++) {
      ServerRequest request = request();
      backend.assign(request, failed);
      assertThat(nameOf(request)).isEqualTo("s2");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void takesTheServerThatFailedIfThereIsNoOther(Balance balance) {
    Backend backend = backend(balance, server("s1", 1), disabled("s2"));
    ServerRequest request = request();

    assertThat(backend.assign(request, named(backend, "s1"))).isEqualTo(Assignment.ASSIGNED);
    assertThat(nameOf(request)).isEqualTo("s1");
  }

  @Test
  void takesTheServerThatFailedIfTheOthersAreFull() {
    Backend backend = backend(ROUND_ROBIN, server("s1", 1), limited("s2", 1));
    Server failed = named(backend, "s1");
    assertThat(backend.assign(request(), failed)).isEqualTo(Assignment.ASSIGNED);
    ServerRequest request = request();

    assertThat(backend.assign(request, failed)).isEqualTo(Assignment.ASSIGNED);
    assertThat(nameOf(request)).isEqualTo("s1");
  }

  @Test
  void knowsWhetherThereIsAnotherServerToTry() {
    Backend two = backend(ROUND_ROBIN, server("s1", 1), server("s2", 1));
    Backend one = backend(ROUND_ROBIN, server("s1", 1), disabled("s2"));

    assertThat(two.hasAlternative(named(two, "s1"))).isTrue();
    assertThat(one.hasAlternative(named(one, "s1"))).isFalse();
    assertThat(one.hasAlternative(named(one, "s2"))).isTrue();
  }

  @Test
  void countsARedispatchedRequestOnce() {
    Backend backend = backend(ROUND_ROBIN, server("s1", 1), server("s2", 1));
    ServerRequest request = hold(backend);
    Server failed = named(backend, "s1");

    backend.release(request);
    backend.assign(request, failed);

    assertThat(backend.total()).isEqualTo(1);
    assertThat(backend.current()).isEqualTo(1);
    assertThat(failed.current()).isZero();
    assertThat(failed.total()).isEqualTo(1);
    assertThat(named(backend, "s2").total()).isEqualTo(1);
  }

  @Test
  void queuesWhenAllServersAreFullAndGrantsInOrder() {
    Backend backend = backend(ROUND_ROBIN, limited("s1", 1), limited("s2", 1));
    List<ServerRequest> first = List.of(hold(backend), hold(backend));
    List<String> granted = new ArrayList<>();
    List<ServerRequest> waiting = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      ServerRequest request = new ServerRequest(() -> granted.add(name), CLIENT);
      assertThat(backend.assign(request, null)).isEqualTo(Assignment.QUEUED);
      waiting.add(request);
    }
    assertThat(waiting).extracting(ServerRequest::backendQueuePosition).containsExactly(1, 2, 3);
    assertThat(backend.queueLength()).isEqualTo(3);
    assertThat(backend.current()).isEqualTo(5);

    backend.release(first.get(1));
    assertThat(granted).containsExactly("a");
    assertThat(nameOf(waiting.get(0))).isEqualTo("s2");
    backend.release(first.get(0));
    backend.release(waiting.get(0));

    assertThat(granted).containsExactly("a", "b", "c");
    assertThat(backend.queueLength()).isZero();
    assertThat(named(backend, "s2").total()).isEqualTo(3);
    assertThat(backend.current()).isEqualTo(2);
  }

  @Test
  void letsNobodyOvertakeTheQueue() {
    Backend backend = backend(ROUND_ROBIN, limited("s1", 1));
    ServerRequest holding = hold(backend);
    ServerRequest waiting = hold(backend);

    backend.release(holding);

    assertThat(nameOf(waiting)).isEqualTo("s1");
    assertThat(backend.assign(holding, null)).isEqualTo(Assignment.QUEUED);
  }

  @Test
  void forgetsAQueuedRequestThatIsReleased() {
    Backend backend = backend(ROUND_ROBIN, limited("s1", 1));
    ServerRequest holding = hold(backend);
    List<ServerRequest> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiting.add(hold(backend));
    }

    backend.release(waiting.get(0));
    backend.release(waiting.get(2));
    backend.release(waiting.get(3));
    backend.release(holding);

    assertThat(waiting.stream().map(Backends::nameOf)).containsExactly("-", "s1", "-", "-");
    assertThat(backend.queueLength()).isZero();
    assertThat(backend.current()).isEqualTo(1);
  }

  @Test
  void passesOnAGrantedSlotThatNobodyTook() {
    Backend backend = backend(ROUND_ROBIN, limited("s1", 1));
    ServerRequest holding = hold(backend);
    ServerRequest givingUp = hold(backend);
    ServerRequest patient = hold(backend);

    backend.release(holding);
    backend.release(givingUp);

    assertThat(nameOf(givingUp)).isEqualTo("-");
    assertThat(nameOf(patient)).isEqualTo("s1");
    assertThat(named(backend, "s1").current()).isEqualTo(1);
  }

  @Test
  void releaseOfAnIdleRequestDoesNothing() {
    Backend backend = backend(ROUND_ROBIN, limited("s1", 1));
    ServerRequest request = hold(backend);

    backend.release(request);
    backend.release(request);

    assertThat(backend.current()).isZero();
    assertThat(named(backend, "s1").current()).isZero();
  }

  @Test
  void refusesToAssignARequestTwice() {
    Backend backend = backend(ROUND_ROBIN, limited("s1", 1));
    ServerRequest holding = hold(backend);
    ServerRequest waiting = hold(backend);

    assertThatIllegalStateException().isThrownBy(() -> backend.assign(holding, null));
    assertThatIllegalStateException().isThrownBy(() -> backend.assign(waiting, null));
  }

  @Test
  void sourceWaitsForItsOwnServerThoughOthersHaveRoom() {
    Backend backend = backend(new Balance.Source(), limited("s1", 1), limited("s2", 1));
    ServerRequest holding = hold(backend);
    Server own = named(backend, nameOf(holding));
    ServerRequest waiting = request();

    assertThat(backend.assign(waiting, null)).isEqualTo(Assignment.QUEUED);
    assertThat(own.queueLength()).isEqualTo(1);
    assertThat(backend.queueLength()).isZero();
    assertThat(waiting.serverQueuePosition()).isEqualTo(1);
    assertThat(waiting.backendQueuePosition()).isZero();

    backend.release(holding);
    assertThat(waiting.server()).isSameAs(own);
    assertThat(own.queueLength()).isZero();
  }

  @Test
  void servesServerAndBackendQueuesByTimeOfArrival() {
    Backend backend = backend(new Balance.Source(), limited("s1", 1));
    UnixAddress unix = new UnixAddress("/run/turnout.sock", false);
    ServerRequest holding = hold(backend);
    List<ServerRequest> waiting = List.of(request(unix), request(), request(unix), request());
    waiting.forEach(request -> backend.assign(request, null));
    assertThat(backend.queueLength()).isEqualTo(2);

    ServerRequest leaving = holding;
    for (ServerRequest next : waiting) {
      backend.release(leaving);
      assertThat(nameOf(next)).isEqualTo("s1");
      leaving = next;
    }
  }

  @Test
  void addsUpTheCountersOfAServer() {
    ServerCounters counters = named(backend(ROUND_ROBIN, server("s1", 1)), "s1").counters();

    counters.transferred(10, 200);
    counters.transferred(1, 2);
    counters.connectFailed();
    counters.retried();
    counters.retried();
    counters.redispatched();

    assertThat(counters.bytesToServer()).isEqualTo(11);
    assertThat(counters.bytesFromServer()).isEqualTo(202);
    assertThat(counters.failedConnects()).isEqualTo(1);
    assertThat(counters.retries()).isEqualTo(2);
    assertThat(counters.redispatches()).isEqualTo(1);
  }

  @Test
  void tellsTheStateOfAServer() {
    Backend backend = backend(ROUND_ROBIN, server("s1", 7), disabled("s2"));

    assertThat(named(backend, "s1").isUsable()).isTrue();
    assertThat(named(backend, "s1").weight()).isEqualTo(7);
    assertThat(named(backend, "s2").isUsable()).isFalse();
    assertThat(named(backend, "s2").state()).isEqualTo(ServerState.MAINTENANCE);
    assertThat(inTurn(backend, 2)).containsExactly("s1", "s1");
  }
}
