package io.turnout.xprt.handshake.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.Tlv;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.xprt.handshake.testing.FakeTls;
import io.turnout.xprt.handshake.testing.Stack;
import io.turnout.xprt.handshake.wire.Options;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers with more fields than there is room for. */
class SendProxyRoomTest {
  private static final int RUNS = 400;
  private static final Address CLIENT = new Ip4Address(0x01020304, 1000);

  private final EventLoop loop = Stack.newLoop();

  private byte[] sent(Connection origin, List<Tlv> own, Map<String, String> options)
      throws OptionException {
    Map<String, String> all = new HashMap<>(options);
    all.put("version", "2");
    Stack stack =
        Stack.outgoing(
            loop, origin, new SendProxyProvider().newFactory(Side.BACK, all, new Traces()));
    stack.connection.tlvs(own);
    stack.settle();
    byte[] header = stack.wire.sent();
    stack.close();
    return header;
  }

  private static ProxyHeader read(byte[] header) {
    assertThat(VersionTwo.needed(header, header.length)).isEqualTo(header.length);
    HeaderRead read = VersionTwo.read(header, header.length);
    assertThat(read).isInstanceOf(ProxyHeader.class);
    return (ProxyHeader) read;
  }

  @Test
  void anyFieldsMakeAHeaderThatWeTake() throws OptionException {
    for (int seed = 0; seed < RUNS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Connection origin = Connection.outgoing(loop, () -> "listener");
      origin.speaksFor(address(random), address(random));
      List<Tlv> received = fields(random);
      origin.tlvs(received);
      if (random.nextBoolean()) {
        FakeTls tls = new FakeTls(origin).session("TLSv1.3", "c".repeat(size(random)));
        origin.installXprt(FakeTls.factory(tls.alpn("h2").serverName("a.name")));
      }
      List<Tlv> own = fields(random);

      byte[] header =
          sent(origin, own, random.nextBoolean() ? all() : Map.of("pass", "all", "ssl", ""));

      assertThat(header.length).as("seed %d", seed).isLessThanOrEqualTo(VersionTwo.LONGEST);
      List<Tlv> given = new ArrayList<>(own);
      given.addAll(received);
      assertThat(read(header).tlvs())
          .as("seed %d", seed)
          .allMatch(field -> given.contains(field) || field.type() <= TlvType.SSL);
    }
  }

  private static Map<String, String> all() {
    return Map.of(
        "pass", "all", "ssl", "", "ssl-cipher", "", "crc32c", "", "authority", "", "unique-id", "");
  }

  private static Address address(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> CLIENT;
      case 1 -> new Ip6Address(random.nextLong(), random.nextLong(), 80, 0);
      default -> new UnixAddress("/run/a", false);
    };
  }

  /** None of the types that have limits of their own. */
  private static List<Tlv> fields(SplittableRandom random) {
    List<Tlv> fields = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      fields.add(new Tlv(0xe0 + random.nextInt(16), new byte[size(random)]));
    }
    return fields;
  }

  private static int size(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(8);
      case 1 -> random.nextInt(2000);
      case 2 -> random.nextInt(16_500);
      default -> random.nextInt(70_000);
    };
  }

  /** As long as one that is taken: an edge that adds nothing passes all on. */
  @Test
  void passesTheLongestHeaderOnWhole() throws OptionException {
    Connection origin = Connection.outgoing(loop, () -> "listener");
    origin.speaksFor(CLIENT, CLIENT);
    Tlv longest = new Tlv(0xe0, new byte[VersionTwo.LONGEST - 16 - 12 - 3]);
    origin.tlvs(List.of(longest));

    byte[] header = sent(origin, List.of(), Map.of("pass", "all"));

    assertThat(header).hasSize(VersionTwo.LONGEST);
    assertThat(read(header).tlvs()).containsExactly(longest);
  }

  @Test
  void leavesFieldsOutWholeThatAreOnlyPassedOn() throws OptionException {
    Connection origin = Connection.outgoing(loop, () -> "listener");
    origin.speaksFor(CLIENT, CLIENT);
    Tlv small = new Tlv(0xe1, new byte[9]);
    origin.tlvs(List.of(new Tlv(0xe0, new byte[VersionTwo.LONGEST - 16 - 12 - 3]), small));

    byte[] header = sent(origin, List.of(), Map.of("pass", "all", "tlv(0xea)", "ours"));

    assertThat(read(header).tlvs()).containsExactly(new Tlv(0xea, "ours".getBytes(UTF_8)), small);
  }

  @ParameterizedTest
  @CsvSource({"0x02, 255", "0x05, 128"})
  void leavesOutWhatIsLongerThanItsTypeAllows(String type, int longest) throws OptionException {
    int number = Integer.decode(type);
    Tlv fits = new Tlv(number, new byte[longest]);
    Tlv tooLong = new Tlv(number, new byte[longest + 1]);
    Connection origin = Connection.outgoing(loop, () -> "listener");

    assertThat(read(sent(origin, List.of(fits), Map.of())).tlvs()).containsExactly(fits);
    assertThat(read(sent(origin, List.of(tooLong), Map.of())).tlvs()).isEmpty();
  }

  @Test
  void tellsOfTheFirstHeaderOfAServerThatLeavesSomethingOut() throws OptionException {
    List<String> log = new ArrayList<>();
    Connection origin = Connection.outgoing(loop, () -> "listener");
    origin.speaksFor(CLIENT, CLIENT);
    origin.tlvs(List.of(new Tlv(0xe0, new byte[20_000]), new Tlv(0xe1, new byte[20_000])));
    SendPlan plan =
        SendProxyProvider.plan(
            new Options(Map.of("version", "2", "pass", "all"), Set.of("version", "pass")));
    LeftOut leftOut = new LeftOut(log::add);

    for (int i = 0; i < 2; i++) {
      new SendProxy(Connection.outgoing(loop, () -> "s1", origin), plan, leftOut).begin();
    }

    assertThat(log)
        .singleElement()
        .asString()
        .contains("server s1", "client 1.2.3.4:1000", "16384 bytes", "0xe0, 0xe1");
  }

  /** Without its words, what is true of the client's TLS is still told. */
  @ParameterizedTest
  @CsvSource({"16300, 16300", "16400, 0", "65540, 0"})
  void leavesOutAWordOfTlsThatIsTooLong(int length, int told) throws OptionException {
    Connection origin = Connection.outgoing(loop, () -> "listener");
    origin.speaksFor(CLIENT, CLIENT);
    FakeTls tls = new FakeTls(origin).session("TLSv1.2", "c".repeat(length));
    origin.installXprt(FakeTls.factory(tls));

    byte[] header = sent(origin, List.of(), Map.of("ssl", "", "ssl-cipher", ""));

    List<Tlv> fields = read(header).tlvs();
    assertThat(fields).extracting(Tlv::type).containsExactly(TlvType.SSL);
    assertThat(fields.getFirst().value()).hasSize(5 + 3 + 7 + (told == 0 ? 0 : 3 + told));
  }
}
