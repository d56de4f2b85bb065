package io.turnout.proxy.backend;

import static io.turnout.proxy.backend.Backends.backend;
import static io.turnout.proxy.backend.Backends.held;
import static io.turnout.proxy.backend.Backends.hold;
import static io.turnout.proxy.backend.Backends.inTurn;
import static io.turnout.proxy.backend.Backends.limited;
import static io.turnout.proxy.backend.Backends.nameOf;
import static io.turnout.proxy.backend.Backends.named;
import static io.turnout.proxy.backend.Backends.request;
import static io.turnout.proxy.backend.Backends.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.proxy.config.Balance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BalancingTest {
  private static final Balance SOURCE = new Balance.Source();
  private static final Balance LEAST = new Balance.LeastConnections();

  static List<Balance> roundRobins() {
    return List.of(new Balance.RoundRobin(), new Balance.StaticRoundRobin());
  }

  @ParameterizedTest
  @MethodSource("roundRobins")
  void roundRobinGivesEachExactlyItsWeightPerRound(Balance balance) {
    Backend backend = backend(balance, server("s1", 5), server("s2", 3), server("s3", 1));

    for (int round = 0; round < 10; round++) {
      List<String> names = inTurn(backend, 9);
      assertThat(Collections.frequency(names, "s1")).isEqualTo(5);
      assertThat(Collections.frequency(names, "s2")).isEqualTo(3);
      assertThat(Collections.frequency(names, "s3")).isEqualTo(1);
    }
  }

  @Test
  void roundRobinSpreadsAHeavyServerOverTheRound() {
    Backend backend = backend(new Balance.RoundRobin(), server("s1", 3), server("s2", 1));

    assertThat(inTurn(backend, 8)).containsExactly("s1", "s1", "s2", "s1", "s1", "s1", "s2", "s1");
  }

  @Test
  void roundRobinSkipsFullServers() {
    Backend backend = backend(new Balance.RoundRobin(), limited("s1", 1), server("s2", 1));

    assertThat(held(backend, 10)).isEqualTo(Map.of("s1", 1, "s2", 9));
  }

  @Test
  void leastConnectionsFillsByWeight() {
    Backend backend = backend(LEAST, server("s1", 1), server("s2", 3));

    assertThat(held(backend, 40)).isEqualTo(Map.of("s1", 10, "s2", 30));
  }

  @Test
  void leastConnectionsTakesTurnsAmongEquals() {
    Backend backend = backend(LEAST, server("s1", 1), server("s2", 1), server("s3", 1));

    assertThat(inTurn(backend, 6)).containsExactly("s1", "s2", "s3", "s1", "s2", "s3");
  }

  @Test
  void leastConnectionsGoesWhereConnectionsEnded() {
    Backend backend = backend(LEAST, server("s1", 1), server("s2", 1), server("s3", 1));
    List<ServerRequest> held = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      held.add(hold(backend));
    }

    held.stream().filter(request -> nameOf(request).equals("s2")).forEach(backend::release);

    assertThat(held(backend, 3)).isEqualTo(Map.of("s2", 3));
    assertThat(named(backend, "s2").current()).isEqualTo(3);
  }

  @Test
  void leastConnectionsSkipsFullServers() {
    Backend backend = backend(LEAST, limited("s1", 2), server("s2", 1));

    assertThat(held(backend, 10)).isEqualTo(Map.of("s1", 2, "s2", 8));
  }

  @Test
  void randomWithOneDrawFollowsWeights() {
    Backend backend = backend(new Balance.Random(1), server("s1", 1), server("s2", 3));

    List<String> names = inTurn(backend, 10_000);

    assertThat(Collections.frequency(names, "s2")).isCloseTo(7_500, within(200));
  }

  @Test
  void randomWithTwoDrawsLevelsLoadBetterThanOne() {
    assertThat(spreadOfRandom(2)).isLessThan(spreadOfRandom(1));
  }

  private static int spreadOfRandom(int draws) {
    Backend backend =
        backend(
            new Balance.Random(draws),
            server("s1", 1),
            server("s2", 1),
            server("s3", 1),
            server("s4", 1));
    Map<String, Integer> held = held(backend, 2_000);
    return Collections.max(held.values()) - Collections.min(held.values());
  }

  @Test
  void randomNeverDrawsFullServers() {
    Backend backend = backend(new Balance.Random(2), limited("s1", 1), limited("s2", 5));

    assertThat(held(backend, 6)).isEqualTo(Map.of("s1", 1, "s2", 5));
  }

  @Test
  void firstFillsServersInOrderOfTheirIds() {
    Backend backend =
        backend(new Balance.First(), limited("s3", 2), limited("s1", 2), limited("s2", 1));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      names.add(nameOf(hold(backend)));
    }

    assertThat(names).containsExactly("s1", "s1", "s2", "s3", "s3");
  }

  @Test
  void firstComesBackToTheFirstThatHasRoomAgain() {
    Backend backend = backend(new Balance.First(), limited("s1", 1), limited("s2", 2));
    ServerRequest first = hold(backend);
    hold(backend);

    backend.release(first);

    assertThat(nameOf(hold(backend))).isEqualTo("s1");
  }

  @Test
  void sourceKeepsAClientOnItsServerWhateverThePortAndTheLoad() {
    Backend backend = backend(SOURCE, server("s1", 1), server("s2", 1), server("s3", 1));
    Set<String> seen = new HashSet<>();
    for (int client = 0; client < 50; client++) {
      String expected = source(backend, new Ip4Address(0x0a000000 + client, 1));
      for (int port = 2; port < 6; port++) {
        assertThat(source(backend, new Ip4Address(0x0a000000 + client, port))).isEqualTo(expected);
      }
      seen.add(expected);
    }

    assertThat(seen).containsExactlyInAnyOrder("s1", "s2", "s3");
  }

  @Test
  void sourceIsTheSameInAnotherBackendWithTheSameServers() {
    Backend one = backend(SOURCE, server("s1", 1), server("s2", 2));
    Backend other = backend(SOURCE, server("s1", 1), server("s2", 2));

    for (int client = 0; client < 50; client++) {
      Address address = new Ip6Address(0x20010db8_00000000L, client, 1, 0);
      assertThat(source(one, address)).isEqualTo(source(other, address));
    }
  }

  @Test
  void sourceSpreadsNeighbouringAddressesByWeight() {
    for (boolean ip6 : new boolean[] {false, true}) {
      Backend backend = backend(SOURCE, server("s1", 1), server("s2", 3));
      Map<String, Integer> counts = new TreeMap<>();
      for (int client = 0; client < 8_000; client++) {
        Address address =
            ip6
                ? new Ip6Address(0x20010db8_00000000L, client, 1, 0)
                : new Ip4Address(0xc0a80000 + 2 * client, 1);
        counts.merge(source(backend, address), 1, Integer::sum);
      }

      assertThat(counts.get("s2")).isCloseTo(6_000, within(200));
    }
  }

  @Test
  void sourceServesClientsWithoutAddressInTurn() {
    Backend backend = backend(SOURCE, server("s1", 1), server("s2", 1));
    Address unix = new UnixAddress("/run/turnout.sock", false);

    assertThat(source(backend, unix)).isEqualTo("s1");
    assertThat(source(backend, unix)).isEqualTo("s2");
    assertThat(source(backend, unix)).isEqualTo("s1");
  }

  @Test
  void sourceSpreadsTheClientsOfAFailedServerOverAllOthers() {
    Backend backend = backend(SOURCE, server("s1", 1), server("s2", 1), server("s3", 1));
    Server failed = named(backend, "s2");
    Set<String> taken = new HashSet<>();
    for (int client = 0; client < 50; client++) {
      ServerRequest request = request(new Ip4Address(client, 1));
      backend.assign(request, failed);
      taken.add(nameOf(request));
    }

    assertThat(taken).containsExactlyInAnyOrder("s1", "s3");
  }

  private static String source(Backend backend, Address address) {
    ServerRequest request = request(address);
    backend.assign(request, null);
    return nameOf(request);
  }
}
